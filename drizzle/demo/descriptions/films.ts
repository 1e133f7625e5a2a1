import type { LocalText } from '#shared/text/local-text.ts'

export const FILMS: Record<string, LocalText> = {
  'the-cartographers-daughter': {
    en: `When the mapmaker Ferro dies, his daughter receives two things: a survey of a country that appears on no other map, and a train ticket to its capital. She means only to prove him wrong.

**Nara Osei**'s third film was shot on large format along abandoned railway lines in five countries, and it wants the largest screen you can find. Ours is 22 metres wide.

**128 minutes.** In the original language with Chinese and English subtitles. From 10 years. No trailers after the stated time: the film begins when we say.`,
    zh: `制图师费罗去世，女儿收到两样东西：一份在别的地图上都找不到的国家的测绘图，和一张去它首都的火车票。她本来只想证明父亲错了。

**娜拉·奥塞**的第三部长片，以大画幅胶片沿着五个国家的废弃铁路拍成，它需要一块尽可能大的银幕。我们这块宽二十二米。

**片长 128 分钟。** 原声放映，中英文字幕。建议 10 岁以上。准点开映，不加映预告片。`
  },
  'pangolin-express': {
    en: `Mi is a pangolin and a courier. He is not fast. He has never lost a parcel, because he rolls up around it and waits until the trouble is over. Tonight's parcel is warm, it is moving, and it must cross the whole forest by dawn.

Six years of work by the eleven people of **Acorn Yard Animation**: every leaf was cut from paper, every scale painted by hand. There is a chase on a river of fireflies for which alone one should bring somebody small.

**92 minutes.** Chinese version; the Saturday screening at 13:00 has English subtitles. For everybody; children at half price. The lights stay a little up at 10:00.`,
    zh: `米米是一只穿山甲，也是快递员。他跑不快，但从没丢过一件包裹：遇上麻烦，他就抱着包裹蜷成一团，等麻烦过去。今晚的包裹是热的，会动，天亮前必须穿过整座森林。

**橡果院动画**十一个人，花了六年：每一片叶子都是剪出来的纸，每一片鳞都是手绘的。其中萤火虫河上的那场追逐，单为它就值得带一个小朋友来。

**片长 92 分钟。** 国语版；周六 13:00 场配英文字幕。老少皆宜，儿童票半价。10:00 场放映厅保留微光。`
  },
  'seventeen-minutes-of-snow': {
    en: `One January afternoon it snowed over Guangzhou for seventeen minutes. Thirty-one strangers filmed it. In the background of two of the films, from opposite sides of the same street, is the same couple, parting.

**Mo Lan** asked for all thirty-one and made a love story out of the corners of other people's pictures. There are no actors in it, and hardly any words.

**84 minutes.** Subtitled in Chinese and English. From 8 years. After the screening on the first Thursday Mo Lan is here to talk, and will bring the street map.`,
    zh: `某年一月的一个下午，广州下了十七分钟的雪。三十一个陌生人拍了下来。其中两段影像，从同一条街的两头拍去，背景里是同一对正在告别的人。

**莫岚**征集到全部三十一段，用别人画面的边角，剪出了一个爱情故事。片中没有演员，也几乎没有台词。

**片长 84 分钟。** 中英文字幕。建议 8 岁以上。首个周四场映后，莫岚到场交流，会带上那张街道图。`
  },
  'teahouse-at-the-edge-of-space': {
    en: `The last station before the dark serves hot water, sunflower seeds and advice. Auntie Gu has run it for sixty years and lets nobody talk about the war. Then a guest arrives who ordered his tea a century ago, and he would like it now.

**Ke Xingye** shot this science fiction in a disused waterworks with a crew of nine and one excellent kettle. It is funny until it is not, and it has the best last line of the year.

**117 minutes.** In Chinese with English subtitles. From 12 years.`,
    zh: `进入黑暗前的最后一站，供应热水、瓜子和忠告。顾阿姨守了六十年，谁也不许在店里谈打仗的事。直到来了一位客人，他的茶是一百年前点的，现在想喝。

**柯星野**带着九个人的剧组和一把很好的水壶，在一座废弃水厂里拍完了这部科幻片。前面好笑，后面不好笑了；最后一句台词，是今年最好的一句。

**片长 117 分钟。** 国语对白，英文字幕。建议 12 岁以上。`
  },
  'a-lounge-for-one-winter': {
    en: `Five Thursdays, five quiet films, fifty-four reclining seats. There is a pot of oolong at every pair of armchairs, and a blanket, and nobody sells popcorn.

**Mo Lan** chose the films and will not say beforehand what they are. The only rule of the series: in none of them does anybody run.

Each evening: tea from 18:30, film at 19:00, **about 100 minutes**, and ten minutes of silence afterwards before the lights come up. From 14 years. The price includes the tea.`,
    zh: `五个星期四，五部安静的电影，五十四张躺椅。每两张椅子之间一壶乌龙、一条毯子，没有人卖爆米花。

片子由**莫岚**挑选，事先不说是什么。唯一的规矩：五部片子里，没有一个人在奔跑。

每晚 18:30 上茶，19:00 放映，**约 100 分钟**，映后静坐十分钟再亮灯。建议 14 岁以上。票价含茶。`
  },
  'thursdays-lying-down': {
    en: `It began with one reel in a biscuit tin. **Mo Lan** asked the city what else lay in its attics, and for forty Thursdays the city answered: wedding films, a harbour that is a car park now, nine minutes of somebody’s grandfather learning to swim.

Screen 5 has fifty-four armchairs that go all the way back. Nobody sat up once.

The series is over. Everything that was shown is copied and kept, and whoever brought a film got it back in a new tin.`,
    zh: `事情从饼干盒里的一卷胶片开始。**莫岚**问这座城市，阁楼里还有什么；四十个星期四，城市一一作答：婚礼录像，如今变成停车场的码头，某人的祖父学游泳的九分钟。

五号厅有五十四张能放平的躺椅，没有人坐直过。

影展已经结束。放过的片子都已翻录存好，拿片子来的人，都带着一只新盒子回家。`
  }
}
