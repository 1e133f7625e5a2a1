import type { LocalText } from '#shared/text/local-text.ts'

export const EXHIBITIONS: Record<string, LocalText> = {
  'blue-before-blue': {
    en: `Before blue could be bought in a tube it had to be mined, boiled, stolen or waited for. This exhibition follows five blues, each in a room of its own, from the thing it was made of to the last thing that was painted with it.

- **Room 1, stone.** A block of lapis as heavy as a child, and the sieves that made it sky
- **Room 2, leaf.** Indigo vats in use; bring something white and take it home otherwise
- **Room 3, shell.** The blue that was nearly purple, and the law that was passed about it
- **Room 4, glass.** Smalt, which faded, and the pictures that are sorry
- **Room 5, theft.** One recipe, two monasteries, four hundred years

Entry is by time slot so that nobody has to look over a shoulder; once inside you may stay. **Allow two hours.** The guided tour takes twenty people, in Chinese at 10:00 and in English at 13:00. All ages.`,
    zh: `在蓝色可以从管子里挤出来之前，它要靠开采、熬煮、偷窃，或者等待。这个展览讲五种蓝，每种一个房间，从它的原料，讲到最后一件用它画成的东西。

- **一号厅，石。** 一块有孩子那么重的青金石，和把它筛成天空的筛子
- **二号厅，叶。** 正在使用的靛蓝染缸；带一件白的来，带一件不白的走
- **三号厅，贝。** 差一点就是紫色的蓝，以及为它颁布的法令
- **四号厅，玻璃。** 会褪色的花绀青，和那些后悔了的画
- **五号厅，偷。** 一张配方，两座修道院，四百年

分时段入场，谁也不必从别人肩头看画；进来之后，想待多久都可以。**建议预留两小时。** 导览团每场二十人，10:00 中文，13:00 英文。老少皆宜。`
  },
  'rooms-for-listening': {
    en: `Five rooms, five sounds, nothing on the walls. In the first you hear ice on a lake, forty metres of it. In the last you hear the building you are standing in.

**Hana Březina** and **Luo Jing** have spent twelve years recording things that are usually too quiet: lichen, a cello at night with nobody playing, the inside of a bell the hour after it rang. Each room takes as long as it takes. There are cushions. Telephones sleep in felt boxes at the door.

**Allow 90 minutes.** From 6 years. Deaf and hard-of-hearing visitors get a vibrating bench in every room, and it is the best seat. The tour is led by Luo Jing, in near silence.`,
    zh: `五个房间，五种声音，墙上空空如也。第一间，你听见湖冰，四十米长的湖冰。最后一间，你听见自己正站着的这座房子。

**哈娜·布热齐娜**与**罗静**花了十二年，录那些平常太轻的声音：地衣，夜里无人演奏的大提琴，钟敲过之后一小时的钟腹。每个房间该多久就多久。地上有坐垫，手机在门口的毛毡盒子里睡觉。

**建议预留 90 分钟。** 6 岁以上。每间都为听障观众备有振动长凳，那其实是最好的位置。导览由罗静带领，几乎不说话。`
  },
  'the-weather-indoors': {
    en: `Make a cloud in a jar. Break a fog with your hand. Stand inside a storm three metres across and see how calm its middle is. **The Cloud Workshop** has built weather small enough to keep in a museum and honest enough to get you wet.

Twenty-two experiments, no glass in front of any of them. The people in blue coats are meteorologists; ask them the question you have had since you were six.

**Allow 90 minutes.** From 5 years; children at half price. Towels are provided. On the tour you launch a weather balloon from the roof, wind permitting.`,
    zh: `在罐子里造一朵云。用手打散一团雾。走进一场直径三米的暴风雨，看看它的中心有多平静。**造云工坊**把天气做得够小，小到能放进博物馆；又够诚实，诚实到会把你淋湿。

二十二个实验，没有一个隔着玻璃。穿蓝大褂的都是气象学家，把你六岁起就想问的那个问题拿去问他们。

**建议预留 90 分钟。** 5 岁以上，儿童票半价。提供毛巾。参加导览可以到屋顶放飞探空气球，前提是风同意。`
  },
  'bones-gears-and-feathers': {
    en: `Flight was invented at least four times by animals and several hundred times by people who fell. Both are on show.

From a dragonfly's wing pressed in stone to a machine that folds like a bat, curator **Pei Yanfei** lays bones beside gears and asks which copied which. There are eleven skeletons, nine engines, a wind tunnel that you may put your own hand into, and one kite that is older than the alphabet.

**Allow two hours.** From 6 years; children at half price. The tour ends in the workshop, where everybody folds a glider; the best flight of each day is measured and written on the wall.`,
    zh: `飞行至少被动物发明过四次，又被摔下来的人发明过好几百次。两者都在这里。

从压在石头里的蜻蜓翅膀，到一台像蝙蝠一样折叠的机器，策展人**裴燕飞**把骨头和齿轮并排放着，问：到底是谁学了谁？十一具骨架，九台发动机，一座可以把手伸进去的风洞，和一只比字母表还老的风筝。

**建议预留两小时。** 6 岁以上，儿童票半价。导览的终点在工坊，人人折一架滑翔机；每天飞得最远的一架，会量好距离写在墙上。`
  }
}
