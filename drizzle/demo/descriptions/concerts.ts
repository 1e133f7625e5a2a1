import type { LocalText } from '#shared/text/local-text.ts'

export const CONCERTS: Record<string, LocalText> = {
  'low-tide-radio-signals-from-the-sea': {
    en: `They started in a net shed with a broken amplifier and a borrowed name: the pirate station their fathers listened to at sea. Eleven years and five records later, **Low Tide Radio** fill an arena without ever having learned to shout.

*Signals from the Sea* is their biggest show and, they insist, their most careful one. The forty voices of the Breakwater Choir stand in the stalls among you. In the middle of the floor a real lighthouse lamp, built for the coast and retired last spring, turns once every ten seconds for the whole evening. You will find yourself breathing with it.

## The evening
- 18:00 Doors, and field recordings from eleven harbours
- 19:30 First part: the songs you know, in the order they were written
- 20:30 Interval of 20 minutes
- 20:50 Second part: *Signals from the Sea*, complete, with choir

**About 150 minutes.** Standing places are for people taller than 1.2 m; children under 6 are not admitted to the floor. Ear protectors are free at every door. At most 4 tickets a person.`,
    zh: `他们从一间渔网仓库起步，一台坏掉的音箱，一个借来的名字：那是父辈出海时偷听的地下电台。十一年、五张唱片以后，**低潮电台**站上了体育馆的舞台，却始终没有学会大喊大叫。

《来自海上的信号》是他们规模最大的一场演出，也是他们口中“最小心翼翼的一场”。防波堤合唱团的四十位歌者就坐在观众席里，坐在你身边。场地中央是一盏真正的灯塔灯，照过二十多年海岸，今年春天刚刚退役。整晚它每十秒转一圈，转着转着，你的呼吸就跟上了它。

## 当晚流程
- 18:00 开放入场，播放十一座港口的实地录音
- 19:30 上半场：你熟悉的歌，按写作的先后顺序
- 20:30 中场休息 20 分钟
- 20:50 下半场：与合唱团完整演绎《来自海上的信号》

**全场约 150 分钟。** 内场站区限身高 1.2 米以上，6 岁以下儿童谢绝进入。各入口免费提供隔音耳罩。每人限购 4 张。`
  },
  'rooftop-weather-small-rooms': {
    en: `**Rooftop Weather** could play larger places. They tried it once and came home saying they could not see anybody's face. So this winter it is small rooms only: two guitars, one bass, a drum kit borrowed in every town, and songs about laundry, night trains and forgiving your brother.

Expect the new record nearly whole, a cover chosen by whoever stands at the front left, and one song they have promised never to record.

## Good to know
- Doors 19:30, music from 20:30, no support act
- About **110 minutes** without an interval
- Standing only; a handful of stools on the balcony for those who need them, ask at the door
- From 14, younger with a grown-up`,
    zh: `**屋顶天气**完全可以去更大的地方。他们试过一次，回来说：看不见任何一个人的脸。所以这个冬天只去小房间：两把吉他，一把贝斯，每到一座城市借一套鼓，唱晾衣绳、夜车，以及原谅哥哥这件事。

新专辑会唱到几乎一首不落；有一首翻唱由站在左前方的那位观众来点；还有一首歌，他们答应过永远不录音。

## 观演须知
- 19:30 入场，20:30 开演，没有暖场嘉宾
- 约 **110 分钟**，无中场休息
- 全场站席；二楼备有少量凳子，需要的朋友请在入口说一声
- 建议 14 岁以上，年纪更小的请由大人陪同`
  },
  'postcards-from-the-night-train': {
    en: `For three winters **Ahe** took the slowest sleeper she could find, from Harbin down to the sea, and asked the person in the opposite bunk for one true sentence. She kept forty-one of them. They became this album.

On stage: a suitcase of cassettes, a harmonium, a string trio, and a window. What passes behind the window was filmed on the line itself; the train is late in the film exactly where it was late in life.

## Programme
1. *Platform Nine, Minus Twenty*
2. *The Man Who Carried a Cello Case of Apples*
3. *Lights Out at Siping*
4. *Forty-One True Sentences*, complete
5. *The Sea, Too Early*

**120 minutes**, one interval. From 8 years. There is a signing in the foyer afterwards; bring a postcard and it will be stamped.`,
    zh: `整整三个冬天，**阿禾**专挑最慢的卧铺，从哈尔滨一路坐到海边，向对面铺位的人讨一句真话。她攒下了四十一句，写成了这张专辑。

舞台上有一箱磁带、一架簧风琴、一组弦乐三重奏和一扇窗。窗外的风景全部在沿线实拍；火车在现实里哪一站晚点，在影像里也就在哪一站晚点。

## 曲目
1. 《九站台，零下二十度》
2. 《用大提琴盒装苹果的人》
3. 《四平熄灯》
4. 《四十一句真话》（完整版）
5. 《海，来得太早》

**全场 120 分钟**，含一次中场休息。建议 8 岁以上。演后在大厅签名，带一张明信片来，会给你盖上邮戳。`
  },
  'winter-letters': {
    en: `Clara Schumann and Johannes Brahms wrote to each other for forty years and then asked each other to burn the letters. Some survived. This evening is built on them.

The **Rainflower Philharmonic** under **Song Yanqiu** plays by light the colour of candles, which is warmer than you remember and quite enough to read by. Between the works an actor reads four short letters; nobody applauds, and you will notice how much a hall can hold when it is allowed to be quiet.

## Programme
- Clara Schumann: Piano Concerto in A minor, op. 7 (Ilse Maren, piano)
- Yao Linxi: *Carriage Return*, for orchestra and typewriter (first performance)
- *Interval*
- Johannes Brahms: Symphony No. 4 in E minor, op. 98

**125 minutes** with one interval. From 7 years. An introduction is given in the upper foyer 40 minutes before each concert, in Chinese on Saturday and in English on Sunday.`,
    zh: `克拉拉·舒曼与勃拉姆斯通了四十年的信，最后互相嘱咐：把它们烧了吧。有一些留了下来。这个夜晚，就从留下来的那几封写起。

**雨花爱乐乐团**在**宋砚秋**的指挥下，于烛光色的灯下演奏，那光比记忆里的更暖，也足够读信。曲与曲之间，一位演员朗读四封短笺，没有人鼓掌。你会发现，一座音乐厅在被允许安静时，能装下那么多东西。

## 曲目
- 克拉拉·舒曼：a小调钢琴协奏曲，作品7（钢琴：伊尔莎·玛伦）
- 姚林溪：《回车》，为管弦乐团与打字机而作（世界首演）
- *中场休息*
- 勃拉姆斯：e小调第四交响曲，作品98

**全场 125 分钟**，含一次中场休息。建议 7 岁以上。每场开演前 40 分钟在二楼前厅有导赏，周六中文，周日英文。`
  },
  'six-strings-one-river': {
    en: `A guqin has seven strings. **Gu Tingxue** takes one off before she walks on, and puts it in her pocket: “A conversation needs a gap.” Into the gap comes the cello of **Mateus Varela**, who grew up on another long river and does not play a note louder than he would speak.

They met stuck in the same ferry terminal for nine hours. The programme follows that day: fog, tea, an argument about tuning, and a very late crossing.

## Programme
- *Flowing Water*, after the oldest tablature
- J. S. Bach: Sarabande in C minor, answered
- *Nine Hours at the Landing*, improvised
- *Six Strings, One River*, written together

**95 minutes** without an interval. From 7 years. Latecomers are let in after the first piece only, as the first piece is very soft.`,
    zh: `古琴有七根弦。**顾听雪**上台前卸下一根，揣进口袋：“说话总要留个空。”走进这个空隙的，是**马特乌斯·瓦雷拉**的大提琴。他在另一条大江边长大，拉琴从不比说话更响。

他们相识于同一座渡口，被大雾困了九个小时。整晚的曲目便是那一天：雾，茶，一场关于定弦的争论，和一次很晚的摆渡。

## 曲目
- 《流水》，据现存最早的减字谱
- 巴赫：c小调萨拉班德，一问一答
- 《渡口九小时》，即兴
- 《六弦一江》，二人合作

**全场 95 分钟**，无中场休息。建议 7 岁以上。第一首极轻，迟到的观众请在第一首结束后入场。`
  },
  'first-light-morning-concert': {
    en: `At ten in the morning the Jade Tide Opera House faces the sun, and for half an hour the light comes straight down the middle aisle. Somebody ought to have put an orchestra in it years ago.

The **Jade Tide Festival Orchestra** plays overtures, waltzes and four songs with **Bai Lu**; then there is breakfast in the foyer, with soy milk, fried dough and more coffee than is wise. Your ticket includes it.

## Programme
- Two overtures, neither of them long
- Four songs at daybreak
- Waltzes, and a polka you are allowed to clap to
- *Breakfast*

**105 minutes** without an interval, breakfast not counted. Children from 4 are welcome, and nobody minds a question asked aloud.`,
    zh: `上午十点，玉潮大剧院正对太阳，有半个小时，光会沿着中间的走道笔直地照进来。早就该有人放一支乐团在那里了。

**玉潮节日乐团**演奏序曲与圆舞曲，**白露**唱四首歌；之后大厅里备好早餐：豆浆、油条，和多到不太明智的咖啡。票价已包含早餐。

## 曲目
- 两首序曲，都不长
- 破晓四歌
- 几首圆舞曲，和一首允许跟着拍手的波尔卡
- *早餐*

**全场 105 分钟**，无中场休息，早餐不计在内。欢迎 4 岁以上的小朋友，当场提问也没关系。`
  },
  'midnight-at-the-lock-house': {
    en: `The Lock House kept the canal's accounts until 1961. It still has the safe, which is where the gin is. On weekend nights, when the last narrowboat has tied up, **the Delia Marsh Quartet** plays two sets beside the water and one after midnight without microphones, because the neighbours asked and it turned out better.

There is always a guest. Nobody has ever announced one.

## The night
- 21:15 Doors
- 22:00 First set
- 23:10 Second set, with the guest
- 00:05 Third set, unplugged; please let your ice melt quietly

**About 150 minutes.** From 18. Standing, with benches along the wall; step-free from the towpath. All times are London time.`,
    zh: `闸屋替运河记账，记到一九六一年。保险柜还在，现在用来放金酒。每逢周末夜里，等最后一条窄船系好缆绳，**迪莉娅·马什四重奏**就在水边演两组，午夜之后再来一组不插电的：起先是邻居的请求，后来发现这样反而更好。

每晚都有一位嘉宾，从来没有预告过。

## 当晚流程
- 21:15 入场
- 22:00 第一组
- 23:10 第二组，嘉宾登场
- 00:05 第三组，不用话筒；请让冰块安静地化开

**全场约 150 分钟。** 限 18 岁以上。站席，墙边有长凳；从纤道入口可无台阶通行。以上均为伦敦时间。`
  },
  'blue-teapot-quintet': {
    en: `Five players, one teapot. It really is blue, it really stands on the piano, and when it is empty the set is over.

**The Blue Teapot Quintet** plays hard bop with a suona where the trumpet should be. It ought to be a joke. It is not: the thing cuts through a rhythm section like a market trader through a crowd, and then, in the ballads, it cries. New this season: the *Thermos Suite* in four pours.

## Good to know
- Doors 19:00, first set 20:00, second set 21:10
- About **120 minutes**
- Students pay less with a card at the door
- Tea is served until the teapot says otherwise`,
    zh: `五位乐手，一把茶壶。它真的是蓝色的，真的摆在钢琴上；壶空了，这组曲子就演完了。

**蓝茶壶五重奏**演硬波普，小号的位置上坐着一支唢呐。听起来像个玩笑，其实不是：它穿过节奏组，就像菜市场的吆喝穿过人群；到了抒情曲，它又会哭。本季新作：四泡《暖壶组曲》。

## 观演须知
- 19:00 入场，20:00 第一组，21:10 第二组
- 约 **120 分钟**
- 学生票请在入口出示学生证
- 茶水供应到茶壶说停为止`
  },
  'neon-rain': {
    en: `The ceiling of the Underpass is forty metres of old railway arch. For two nights this season it rains: 2,400 strands of light, each falling at its own speed, each tied to a sound.

Four live sets, no breaks between them. **Mono Lychee** opens soft. **Static Garden** bring the modular wall. **Juno 7** plays the storm. The last hour belongs to whoever is still there.

## Running order
- 22:30 Mono Lychee
- 00:00 Static Garden
- 01:30 Juno 7
- 03:00 All of them, until half past four

From 18. Strobe lighting is used between 01:30 and 03:00; there is a quiet room with soup all night. Wear shoes you can forgive.`,
    zh: `桥洞的天花板，是四十米长的旧铁路拱。这一季有两个晚上，它会下雨：两千四百缕光，各有各的落速，每一缕都系着一个声音。

四组现场，中间不停。**单色荔枝**轻轻开场，**静电花园**搬来整面模块墙，**七号朱诺**负责暴风雨。最后一小时，属于还没走的人。

## 时间表
- 22:30 单色荔枝
- 00:00 静电花园
- 01:30 七号朱诺
- 03:00 全体，直到四点半

限 18 岁以上。01:30 至 03:00 使用频闪灯光；整晚开放一间安静的屋子，有热汤。请穿一双弄脏也不心疼的鞋。`
  },
  'aurora-machine': {
    en: `Ninety-six laser beams, each with a pitch. Together they make an orchestra that you see a little before you hear it, the way one sees lightning. **Aurora Machine** plays a single piece, two hours long, which begins in complete darkness and ends at full daylight. There is no beat for the first forty minutes. Nobody has ever left.

The score was written from a winter of magnetometer readings taken north of Mohe. The bright moments are where the sky was bright.

## Good to know
- All tickets go on sale **at once, at 10:00** on the first day of sale; at most 4 a person
- **120 minutes** without an interval
- The beams are class-safe at every seat; people with photosensitive epilepsy should not attend
- From 8 years`,
    zh: `九十六束激光，每一束都有自己的音高。合在一起，它们是一支先看见、后听见的乐团，就像先看见闪电。**极光机器**只演一首曲子，长两个小时，从彻底的黑暗开始，到完全的白昼结束。前四十分钟没有一个节拍。从来没有人离场。

乐谱来自漠河以北一整个冬天的地磁读数。曲中明亮之处，就是那夜天空明亮之处。

## 观演须知
- 全部门票将于**开售首日上午 10:00** 一次性开售，每人限购 4 张
- **全场 120 分钟**，无中场休息
- 激光在所有座位均符合安全等级；光敏性癫痫患者请勿观演
- 建议 8 岁以上`
  },
  'autumn-moon-serenade': {
    en: `This was an evening for small forces and a large moon: serenades by candle, osmanthus wine in the interval, and the stage door left open so that the garden could listen.

It is over, and this page stays as a thank-you. The players of the **Rainflower Philharmonic** are back in *Winter Letters*.

## What was played
- Three serenades for strings
- *Osmanthus*, for oboe and harp
- An encore chosen by a child in row C`,
    zh: `那是一个小编制、大月亮的夜晚：烛光里的小夜曲，中场的桂花酒，后台的门特意开着，好让园子也听一听。

演出已经结束，留下这一页当作道谢。**雨花爱乐**的乐手们将在《冬日书简》里与你再见。

## 当晚曲目
- 三首弦乐小夜曲
- 《桂花》，为双簧管与竖琴
- 一首返场，由 C 排的一位小朋友挑选`
  }
}
