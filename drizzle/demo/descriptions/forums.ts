import type { LocalText } from '#shared/text/local-text.ts'

export const FORUMS: Record<string, LocalText> = {
  'small-computers-conference': {
    en: `Computers got large and far away. This conference is about the other kind: the one in the lamp, the beehive, the hearing aid, the shoe. One day, one hall, twelve talks of twenty minutes, every one of them with the thing itself on the table.

## Programme
- 09:30 **Dr Ines Lok**: A sensor that lives for ten years on one coin cell, and what it has seen
- 10:30 **Kofi Brandt**: Firmware for forty thousand beehives
- 11:40 Short talks: looms, lamps, prosthetic hands
- 13:00 Lunch, and the swap table (bring a board, take a board)
- 14:20 **Wu Zhen**: How to delete half of your code before it ships
- 15:30 Workshops at the tables: solder, measure, listen
- 17:00 The slowest demonstration of the year, judged by you

Table seats have power and a lamp. Talks are in English or Cantonese with captions in English and Chinese on the screen. Lunch is included. Students pay two fifths.`,
    zh: `计算机变得又大又远。这场大会聊的是另一种：台灯里的、蜂箱里的、助听器里的、鞋子里的。一天，一个会场，十二场二十分钟的分享，每一场都把实物摆在桌上。

## 日程
- 09:30 **陆怡宁博士**：一颗纽扣电池撑十年的传感器，以及它看见了什么
- 10:30 **科菲·布兰特**：四万只蜂箱的固件
- 11:40 短讲：织机、台灯、义手
- 13:00 午餐，交换桌开放（带一块板来，换一块板走）
- 14:20 **吴真**：怎样在发布前删掉一半代码
- 15:30 桌边工作坊：焊接、测量、聆听
- 17:00 年度最慢演示，由现场观众评选

桌席配电源和台灯。演讲使用英语或粤语，屏幕提供中英文字幕。含午餐。学生票四折。`
  },
  'open-source-harbour': {
    en: `Two days for the people who keep the shared tools of the internet working, the people who pay them, and the people who should. No vendor stage, no lanyards in three colours, and good coffee from seven in the morning.

## What to expect
- **Amrita Sol** on handing over a project after nineteen years without dropping it
- **He Weiming** on what a maintainer's week really looks like, with the calendar
- Round tables: security notices, funding that lasts, documentation in two languages
- An afternoon when companies bring the bug that hurts them and sit down with those who know it

**Eight hours each day**, lunch included. In English and Mandarin with live captions. A ticket is for one day. Maintainers who cannot pay should write to the organisers; there is a fund, and it is used.`,
    zh: `两天时间，留给那些维护互联网公共工具的人、付钱给他们的人，以及早该付钱的人。没有厂商专场，没有三种颜色的挂绳，早上七点起就有好咖啡。

## 内容
- **阿姆丽塔·索尔**：十九年之后，怎样把一个项目稳稳交出去
- **何未鸣**：维护者的一周究竟是什么样，附日历
- 圆桌：安全通告、可持续的资助、双语文档
- 一个下午，企业带着自己最疼的那个缺陷来，和懂它的人坐下来一起看

**每天八小时**，含午餐。使用英语和普通话，实时字幕。门票按天出售。付不起票的维护者请写信给主办方，我们设有基金，而且真的在用。`
  },
  'the-honest-ledger': {
    en: `Three out of four family firms in the delta will change hands within ten years. Hardly any of them has said aloud how. This forum is a room in which to say it, among people who do not sell anything.

## Programme
- 10:00 **Lam Siu-fung**: What my father wrote in the margin of the accounts
- 11:15 Cash for eighteen months: a working session with real balance sheets, names removed
- 12:30 Lunch at long tables, seated by age, youngest at the head
- 14:00 **Greta Achterberg**: Selling the firm and keeping the family
- 15:15 How to tell your father that the factory must change: six short plays, acted, then discussed

**Seven hours** with lunch. In Cantonese, Mandarin and English, interpreted. Nothing said in the room is recorded.`,
    zh: `未来十年，三角洲四分之三的家族企业都要易手。怎么交接，几乎没有人当面说过。这场论坛就是一间可以把话说出来的屋子，在座的人什么也不推销。

## 日程
- 10:00 **林兆丰**：父亲在账本页边写下的话
- 11:15 十八个月的现金：用隐去姓名的真实报表现场演算
- 12:30 长桌午餐，按年龄入座，最年轻的坐上首
- 14:00 **格蕾塔·阿赫特贝格**：卖掉公司，留住家人
- 15:15 怎样告诉父亲工厂必须改变：六出短剧，先演后谈

**全程七小时**，含午餐。粤语、普通话、英语同声传译。会场内容一概不录音录像。`
  },
  'the-winter-derby': {
    en: `Jinlan on the south bank, North Bank on the north. One river, one bridge, a hundred and four years of not speaking. Twice a season they meet, and the city stops pretending to do anything else.

This is football as it ought to be watched: out of doors, in a scarf, with sixty thousand people who all know better than the referee.

## On the day
- Gates two hours before kick-off; the drums start at once
- Blocks 111 to 130, on the south side, are home, 131 to 140 for guests; everybody else is mixed and mostly polite
- Two halves of 45 minutes, half-time 15 minutes
- Level entrance and wheelchair places with companions in both tiers

Children at half price, and free earmuffs for the smallest. Bags larger than A4 stay outside. Football is played in any weather that lets one see the lines.`,
    zh: `南岸锦澜，北岸北岸。一条江，一座桥，一百零四年互不搭理。每个赛季他们碰面两次，那天全城都不必再假装忙别的事。

球就该这样看：在露天，围着围巾，和六万个都比裁判更懂球的人坐在一起。

## 比赛日
- 开赛前两小时开门，鼓声随即响起
- 南侧 111 至 130 区为主队看台，131 至 140 区为客队看台；其余看台混坐，大体客气
- 上下半场各 45 分钟，中场休息 15 分钟
- 两层看台均设无障碍入口、轮椅席与陪同席

儿童票半价，最小的球迷免费领耳罩。超过 A4 大小的包请勿携带。只要看得清边线，风雨无阻。`
  }
}
