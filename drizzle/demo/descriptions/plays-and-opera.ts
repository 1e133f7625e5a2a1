import type { LocalText } from '#shared/text/local-text.ts'

export const PLAYS_AND_OPERA: Record<string, LocalText> = {
  'the-clockmaker-of-suzhou-street': {
    en: `In a shop four steps below the pavement, Mr Qin mends clocks. Two hundred of them tick on his walls, each a few seconds apart, because he cannot bear them to agree. One is stopped at ten past ten. He has told eleven apprentices never to touch it. The twelfth is not good at being told.

**Fang Jingzhe** returns to the stage after six years for a part written for his hands; **Qiu Man** plays three women whom the clockmaker may or may not have invented. The set is built from real movements and keeps real time: the play ends when its clocks say so.

> “Nothing in the theatre this year is as quiet, or as loud.” *From a letter in our guest book*

**140 minutes** with one interval. From 12 years. In Chinese with English surtitles on Saturdays.`,
    zh: `人行道下四级台阶的铺子里，秦师傅修钟。墙上两百座钟，每一座都差上几秒，因为他受不了它们意见一致。有一座停在十点十分。他嘱咐过十一个徒弟，谁也不许碰。第十二个徒弟，不太听话。

**方惊蛰**阔别舞台六年归来，这个角色是为他的一双手写的；**邱曼**一人分饰三位女子，也许都是钟表匠想象出来的。布景由真正的机芯搭成，走的是真正的时间：什么时候散场，由台上的钟说了算。

> “今年剧场里，没有比它更安静的，也没有比它更响的。”——摘自观众留言簿

**全剧 140 分钟**，含一次中场休息。建议 12 岁以上。中文演出，周六场配英文字幕。`
  },
  'seven-umbrellas': {
    en: `It rains. At the left-luggage office of a small station seven people pick up seven umbrellas, and every one of them is wrong. By nightfall each has been inside a stranger's life: a proposal, a will, a saxophone lesson, a lie about a dog.

A comedy with a very exact machine inside it, by and with the **Lantern Theatre Company**. Fourteen doors, seven actors, no furniture, and real rain.

**105 minutes** without an interval. From 10 years. The first two rows may be splashed; ponchos are provided and, we are told, flattering.`,
    zh: `下雨了。小站的行李寄存处，七个人取走七把伞，每一把都拿错了。等到天黑，每个人都闯进过一个陌生人的生活：一次求婚，一份遗嘱，一堂萨克斯课，一个关于狗的谎。

这是**灯影剧团**自编自演的喜剧，里头藏着一台极其精密的机器：十四扇门，七个演员，没有一件家具，还有真的雨。

**全剧 105 分钟**，无中场休息。建议 10 岁以上。前两排可能被溅湿，现场提供雨披，据说穿上还挺好看。`
  },
  'the-last-ferry': {
    en: `**This run is cancelled.** The set of *The Last Ferry* was damaged in transit and cannot be rebuilt in time. Every ticket is being refunded in full, to the method it was paid with; you need not do anything.

Nine passengers board the last crossing of the night. The fog comes down, the engine stops, and the captain does not answer. We hope to sail it another season.`,
    zh: `**本轮演出已取消。**《末班渡轮》的布景在运输途中受损，无法及时重建。所有门票将按原支付方式全额退款，您无需任何操作。

九名乘客登上当夜最后一班渡轮。雾落下来，引擎停了，船长没有应声。希望下一季，它还能开航。`
  },
  'the-moon-merchant': {
    en: `He has no shop and no stock. Every night he sells the moon to somebody new: a general, a widow, two children with one coin between them. He writes a proper receipt. It has never been a problem, because nobody has ever asked for delivery.

*The Moon Merchant* is the first full-length opera of Yao Linxi, on a libretto that took a folk tale and refused to make it simple. **Andrej Koval** sings the merchant; **Bai Lu** is the woman who arrives in the second act with the receipt in her hand. Thirty-two players, a children's chorus, and a moon six metres wide that really does come down.

## Running order
- Act one, *Receipts*: 65 minutes
- Interval: 25 minutes
- Act two, *Delivery*: 60 minutes

In Chinese, with Chinese and English surtitles. From 8 years. At most 4 tickets a person.`,
    zh: `他没有铺面，也没有存货。每天夜里，他把月亮卖给一个新的人：一位将军，一个寡妇，合用一枚铜钱的两个孩子。他认认真真开收据。这从来不成问题，因为从来没有人要求送货。

《卖月亮的人》是姚林溪的第一部大型歌剧，剧本取自一则民间故事，却不肯把它讲简单。**安德烈·科瓦尔**饰卖月人；**白露**饰第二幕里攥着收据找上门来的女人。三十二人的乐队，一支童声合唱团，和一轮直径六米、真的会落下来的月亮。

## 演出时长
- 第一幕《收据》：65 分钟
- 中场休息：25 分钟
- 第二幕《送货》：60 分钟

中文演唱，配中英文字幕。建议 8 岁以上。每人限购 4 张。`
  },
  'peony-lane': {
    en: `A lane in an old water town remembers everyone who ever walked down it. Tonight it is asked about one pair of footsteps that went in and did not come out.

**Xie Lanting** and **Ruan Wan** sing kunqu in a chamber form that leaves nothing to hide behind: two voices, one bamboo flute, a drum, a lantern on a pole. The text is new and keeps the old rules of rhyme; the melodies are as slow as a boat.

**100 minutes** with a short interval. From 10 years. With Chinese and English surtitles. Before each performance, at 18:30, Ruan Wan shows in the foyer what the sleeves are saying.`,
    zh: `水乡老巷，记得每一个从它身上走过的人。今夜有人来问：有一双脚步进了巷子，再没有出来。

**谢兰亭**与**阮婉**以室内昆曲的形式演唱，无处可藏：两副嗓子，一支曲笛，一面鼓，一盏竿头灯。词是新写的，格律守旧；曲子慢得像一条船。

**全剧 100 分钟**，含短暂中场休息。建议 10 岁以上。配中英文字幕。每场 18:30，阮婉在大厅讲解：水袖究竟在说什么。`
  }
}
