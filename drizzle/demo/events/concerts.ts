import { type DemoEvent, group, on, person, STUDENT } from '../model.ts'

const ARENA = { 'floor': 1280, 'standing': 880, 'lower': 1080, 'lower-far': 780, 'upper': 580, 'upper-far': 380 }

export const CONCERTS: DemoEvent[] = [
  {
    slug: 'low-tide-radio-signals-from-the-sea', motif: 'waves/0', category: 'pop', featuredRank: 100,
    name: { en: 'Low Tide Radio: Signals from the Sea', zh: '低潮电台：来自海上的信号' },
    summary: { en: 'Five friends from a fishing harbour bring eleven years of songs, a forty-piece choir and one real lighthouse lamp.', zh: '五个渔港长大的朋友，十一年的歌，一支四十人合唱团，和一盏真正的灯塔灯。' },
    organiser: { en: 'Saltwater Live', zh: '咸水现场' }, performers: [group('Low Tide Radio', '低潮电台'), group('Breakwater Choir', '防波堤合唱团')],
    venue: 'nebula-arena', hall: 'end-stage', minutes: 150, doorsMinutes: 90, perPersonLimit: 4, prices: ARENA,
    sessions: [on('fri', 2, '19:30', 0.12), on('sat', 2, '19:30', 0.16), on('sun', 2, '19:00', 0.06)]
  },
  {
    slug: 'rooftop-weather-small-rooms', motif: 'rooftops', category: 'pop', featuredRank: 62,
    name: { en: 'Rooftop Weather: The Small Rooms Tour', zh: '屋顶天气：小房间巡演' },
    summary: { en: 'Guitars, a borrowed drum kit and songs about laundry, trains and forgiving your brother.', zh: '几把吉他，一套借来的鼓，唱晾衣绳、火车，以及原谅哥哥这件事。' },
    organiser: { en: 'The Underpass', zh: '桥洞 Livehouse' }, performers: [group('Rooftop Weather', '屋顶天气')],
    venue: 'underpass', hall: 'floor', minutes: 110, doorsMinutes: 60, perPersonLimit: 4, prices: { floor: 220, balcony: 280 },
    sessions: [on('thu', 0, '20:30', 1), on('fri', 0, '20:30', 1)]
  },
  {
    slug: 'postcards-from-the-night-train', motif: 'night-train', category: 'pop', featuredRank: 40,
    name: { en: 'Ahe: Postcards from the Night Train', zh: '阿禾：夜行列车明信片' },
    summary: { en: 'A singer, a suitcase of cassettes, and a song for every stop between Harbin and the sea.', zh: '一位歌手，一箱磁带，从哈尔滨到海边，每一站一首歌。' },
    organiser: { en: 'Window Seat Records', zh: '靠窗唱片' }, performers: [person('Ahe', '阿禾')],
    venue: 'lantern-theatre', hall: 'main', minutes: 120, doorsMinutes: 45, prices: { 'premium': 680, 'band-a': 520, 'band-b': 380, 'band-c': 280, 'value': 180 }, concession: STUDENT,
    sessions: [on('sat', 1, '19:30', 0.78), on('sun', 1, '15:00', 0.25)]
  },
  {
    slug: 'winter-letters', motif: 'letters', category: 'classical', featuredRank: 84,
    name: { en: 'Winter Letters', zh: '冬日书简' },
    summary: { en: 'Brahms, Clara Schumann and a new work for orchestra and typewriter, played by candle-coloured light.', zh: '勃拉姆斯、克拉拉·舒曼，以及一部为管弦乐团与打字机而作的新曲，在烛色灯光里奏响。' },
    organiser: { en: 'Rainflower Philharmonic', zh: '雨花爱乐' }, performers: [group('Rainflower Philharmonic', '雨花爱乐乐团'), person('Song Yanqiu, conductor', '宋砚秋（指挥）'), person('Ilse Maren, piano', '伊尔莎·玛伦（钢琴）')],
    venue: 'jade-tide-opera-house', hall: 'auditorium', minutes: 125, doorsMinutes: 45,
    prices: { 'stalls': 880, 'rear': 580, 'box': 980, 'side-box': 480, 'gallery': 220, 'slips': 120 }, concession: STUDENT,
    sessions: [on('sat', 0, '19:30', 0.94), on('sun', 0, '14:30', 0.25)]
  },
  {
    slug: 'six-strings-one-river', motif: 'strings/0', category: 'classical',
    name: { en: 'Six Strings, One River', zh: '六弦一江' },
    summary: { en: 'A guqin with seven strings loses one on purpose and meets a cello halfway.', zh: '一张古琴故意卸下一根弦，与一把大提琴在半路相遇。' },
    organiser: { en: 'Lantern Theatre', zh: '灯影剧院' }, performers: [person('Gu Tingxue, guqin', '顾听雪（古琴）'), person('Mateus Varela, cello', '马特乌斯·瓦雷拉（大提琴）')],
    venue: 'lantern-theatre', hall: 'main', minutes: 95, doorsMinutes: 30, prices: { 'premium': 480, 'band-a': 380, 'band-b': 280, 'band-c': 220, 'value': 120 }, concession: STUDENT,
    sessions: [on('tue', 1, '19:30', 0.35), on('wed', 1, '19:30', 0.25)]
  },
  {
    slug: 'first-light-morning-concert', motif: 'rays/0', category: 'classical', featuredRank: 58,
    name: { en: 'First Light: A Morning Concert', zh: '第一缕光：清晨音乐会' },
    summary: { en: 'Overtures, waltzes and breakfast afterwards: the gentlest way to begin a weekend.', zh: '序曲、圆舞曲，散场后还有早餐：开始一个周末最温柔的方式。' },
    organiser: { en: 'Jade Tide Opera House', zh: '玉潮大剧院' }, performers: [group('Jade Tide Festival Orchestra', '玉潮节日乐团'), person('Bai Lu, soprano', '白露（女高音）')],
    venue: 'jade-tide-opera-house', hall: 'auditorium', minutes: 105, doorsMinutes: 60,
    prices: { 'stalls': 780, 'rear': 520, 'box': 920, 'side-box': 420, 'gallery': 200, 'slips': 100 }, concession: STUDENT,
    sessions: [on('sat', 5, '10:00', 0.25), on('sun', 5, '10:00', 0.12)]
  },
  {
    slug: 'midnight-at-the-lock-house', motif: 'bridge', category: 'jazz', featuredRank: 35,
    name: { en: 'Midnight at the Lock House', zh: '闸屋午夜' },
    summary: { en: 'Late sets beside the canal: one quartet, one guest nobody announces, no microphones after twelve.', zh: '运河边的深夜演出：一支四重奏，一位从不预告的嘉宾，十二点后不用话筒。' },
    organiser: { en: 'Towpath Jazz', zh: '纤道爵士' }, performers: [group('The Delia Marsh Quartet', '迪莉娅·马什四重奏')],
    venue: 'lock-house', hall: 'room', minutes: 150, doorsMinutes: 45, prices: { floor: 260, balcony: 340 },
    sessions: [on('fri', 0, '22:00', 0.62), on('sat', 0, '22:00', 0.81), on('fri', 1, '22:00', 0.3), on('sat', 1, '22:00', 0.34)]
  },
  {
    slug: 'blue-teapot-quintet', motif: 'teapot', category: 'jazz',
    name: { en: 'The Blue Teapot Quintet', zh: '蓝茶壶五重奏' },
    summary: { en: 'Hard bop with a suona where you expect the trumpet, and it is right every time.', zh: '你以为会听到小号，出来的却是唢呐，而且每次都恰到好处。' },
    organiser: { en: 'The Underpass', zh: '桥洞 Livehouse' }, performers: [group('The Blue Teapot Quintet', '蓝茶壶五重奏')],
    venue: 'underpass', hall: 'floor', minutes: 120, doorsMinutes: 60, prices: { floor: 180, balcony: 240 }, concession: STUDENT,
    sessions: [on('wed', 0, '20:00', 0.45), on('wed', 1, '20:00', 0.2)]
  },
  {
    slug: 'neon-rain', motif: 'rain/0', category: 'electronic', featuredRank: 50,
    name: { en: 'Neon Rain', zh: '霓虹雨' },
    summary: { en: 'Six hours, four live sets, one ceiling that rains light. Wear shoes you can forgive.', zh: '六个小时，四组现场，一片下着光的天花板。请穿一双弄脏也不心疼的鞋。' },
    organiser: { en: 'Night Bus Collective', zh: '夜班车厂牌' }, performers: [person('Mono Lychee', '单色荔枝'), group('Static Garden', '静电花园'), person('Juno 7', '七号朱诺')],
    venue: 'underpass', hall: 'floor', minutes: 360, doorsMinutes: 30, prices: { floor: 260, balcony: 320 }, pricesMove: true,
    // Never within two days: the demo shows a price that sales moved, and the rule of the last days would move it once more.
    sessions: [on('sat', 1, '22:30', 0.93), on('sat', 3, '22:30', 0.25)]
  },
  {
    slug: 'aurora-machine', motif: 'aurora/0', category: 'electronic', featuredRank: 92,
    name: { en: 'Aurora Machine', zh: '极光机器' },
    summary: { en: 'A laser orchestra of ninety-six beams plays one slow sunrise. Tickets go on sale in a few days.', zh: '九十六束激光组成的乐团，奏一场缓慢的日出。门票即将开售。' },
    organiser: { en: 'Saltwater Live', zh: '咸水现场' }, performers: [group('Aurora Machine', '极光机器')],
    venue: 'nebula-arena', hall: 'end-stage', minutes: 120, doorsMinutes: 90, perPersonLimit: 4, saleStartsInDays: 4, prices: ARENA,
    sessions: [on('fri', 7, '20:00', 0), on('sat', 7, '20:00', 0)]
  },
  {
    slug: 'autumn-moon-serenade', motif: 'lanterns', category: 'classical', status: 'ended',
    name: { en: 'Autumn Moon Serenade', zh: '秋月小夜曲' },
    summary: { en: 'An evening of serenades, osmanthus wine and one very patient moon. It was lovely; thank you for coming.', zh: '一晚小夜曲，一杯桂花酒，一轮很有耐心的月亮。那晚很美，谢谢你来。' },
    organiser: { en: 'Rainflower Philharmonic', zh: '雨花爱乐' }, performers: [group('Rainflower Chamber Players', '雨花室内乐团')],
    venue: 'lantern-theatre', hall: 'main', minutes: 90, doorsMinutes: 30, prices: { 'premium': 420, 'band-a': 320, 'band-b': 240, 'band-c': 180, 'value': 100 },
    sessions: [on('sat', -3, '19:30', 0.4), on('sun', -3, '19:30', 0.3)]
  }
]
