import type { LocalText } from '#shared/text/local-text.ts'

export const MUSICALS_AND_DANCE: Record<string, LocalText> = {
  'the-kite-and-the-lighthouse': {
    en: `On an island without a telephone, a girl of eleven flies a kite where the lighthouse keeper can see it. She has painted a question on it. Next evening the lamp blinks out of rhythm: an answer. They go on like that for a year, through a typhoon, a wedding and a very bad harvest of squid, before they speak a word.

**The Kite and the Lighthouse** is a musical about what people can say when they may not talk. Twenty-two songs, an orchestra of fourteen, and a kite that flies over your head on a real wind made by real fans. **Shen Xiaoman** and **Guo Yuanhang** lead the company that opened the show on its island, outdoors, for four hundred people and a cow.

## Running order
- Act one: 75 minutes
- Interval: 20 minutes
- Act two: 60 minutes

From 6 years; children's tickets at half price. In Chinese with English surtitles. On Thursdays the cast stays for questions.`,
    zh: `没有电话的小岛上，十一岁的女孩把风筝放到灯塔看守人看得见的地方，风筝上画着一个问题。第二天傍晚，灯光闪得乱了节奏：那是回答。就这样过了一年，经过一场台风、一场婚礼和一季糟糕透顶的鱿鱼，他们才说上第一句话。

**《风筝与灯塔》**讲的是：当人不能开口，还能说些什么。二十二首歌，十四人的乐队，一只在真正的风里从你头顶飞过的风筝。主演**沈小满**、**郭远航**与全体演员，正是当年在岛上露天首演的那一班人，那天的观众有四百位，外加一头牛。

## 演出时长
- 第一幕：75 分钟
- 中场休息：20 分钟
- 第二幕：60 分钟

建议 6 岁以上，儿童票半价。中文演出，配英文字幕。每周四场演后有主创见面会。`
  },
  'noodle-street': {
    en: `Old Tang pulls them thin. Old Pang cuts them wide. Their shops have shared one wall and no word for thirty years. Upstairs, their grandchildren have knocked a small hole in it.

**Noodle Street!** is a musical farce with flour in it. There is a tap number for rolling pins, a love duet during a health inspection, and a finale in which eleven kilos of dough are pulled, cut, cooked and eaten. Rows A to C eat too.

**130 minutes** with one interval, which smells wonderful. From 5 years. Contains wheat, chilli and two grandmothers.`,
    zh: `老汤家的面拉得细，老庞家的面切得宽。两家铺子共用一堵墙，三十年没说过一句话。楼上，两家的孙辈在墙上凿了个小洞。

**《面条街！》**是一出撒满面粉的音乐闹剧。有一段擀面杖踢踏舞，有一首卫生检查时的情歌对唱，终场要当场拉、切、煮、吃掉十一公斤面。A 至 C 排的观众也有份。

**全剧 130 分钟**，含一次香气扑鼻的中场休息。建议 5 岁以上。含小麦、辣椒和两位奶奶。`
  },
  'ink-falling': {
    en: `A white floor, eighty litres of ink, twelve dancers. The ink falls from nine metres, one drop at first. What the dancers do with it cannot be undone, and so no two evenings end with the same picture.

**Yu Qingchuan** trained as a painter and says that she still is one: “I only stopped holding the brush.” Seen from the stalls *Ink, Falling* is dance; from the boxes and the gallery it slowly becomes a landscape. Regulars book one of each.

After the last bow the floor is cut into squares and sold for the company's school.

**80 minutes** without an interval. From 8 years. The front two rows receive aprons.`,
    zh: `一面白色的地板，八十升墨，十二位舞者。墨从九米高处落下，起初只有一滴。舞者落笔无悔，所以没有哪两晚，会画出同一幅画。

**余晴川**学画出身，她说自己至今仍是画家：“我只是不再握笔。”坐在池座，《墨落》是舞；坐在包厢和顶层，它慢慢成了一幅山水。熟客总是各买一张。

谢幕之后，地板会裁成方块义卖，所得归舞团的学校。

**全场 80 分钟**，无中场休息。建议 8 岁以上。前两排发放围裙。`
  },
  'gravity-for-beginners': {
    en: `Professor Plum has come to explain falling. She has brought a ladder, a chart, and six assistants who were told that this would be a lecture.

**Upside Circus** do everything that you have told your children not to do, slowly enough that one sees how it works. Things that are dropped in this show: apples, hats, the professor, the chart, one very calm acrobat, and, at the end, four hundred paper stars.

**70 minutes** without an interval. For everybody over five. Children's tickets at half price; pushchairs are looked after in the foyer. On Sunday mornings the sound is lower and the lights stay half up for those who like it calmer.`,
    zh: `普教授来讲解“掉下来”这件事。她带了一把梯子，一张挂图，和六位以为今天只是来听课的助手。

**倒立马戏**把你不许孩子做的事全做了一遍，慢到让人看清其中的道理。本场会掉下来的东西：苹果、帽子、教授、挂图、一位非常镇定的杂技演员，以及最后的四百颗纸星星。

**全场 70 分钟**，无中场休息。适合所有五岁以上的人。儿童票半价；婴儿车可寄存在大厅。周日上午场音量较低，灯光保持半亮，适合喜欢安静的观众。`
  }
}
