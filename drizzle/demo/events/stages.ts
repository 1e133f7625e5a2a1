import { CHILD, type DemoEvent, group, on, person, STUDENT } from '../model.ts'

const LANTERN = { 'premium': 580, 'band-a': 420, 'band-b': 320, 'band-c': 240, 'value': 120 }
const JADE_TIDE = { 'stalls': 1080, 'rear': 720, 'box': 1280, 'side-box': 580, 'gallery': 260, 'slips': 120 }

export const STAGES: DemoEvent[] = [
  {
    slug: 'the-clockmaker-of-suzhou-street', motif: 'dial/0', category: 'plays', featuredRank: 88,
    name: { en: 'The Clockmaker of Suzhou Street', zh: '苏州街的钟表匠' },
    summary: { en: 'He can repair any clock in the city except the one that stopped when she left.', zh: '城里没有他修不好的钟，除了她离开时停下的那一座。' },
    organiser: { en: 'Lantern Theatre Company', zh: '灯影剧团' }, performers: [person('Fang Jingzhe', '方惊蛰'), person('Qiu Man', '邱曼'), group('Lantern Theatre Company', '灯影剧团')],
    venue: 'lantern-theatre', hall: 'main', minutes: 140, doorsMinutes: 30, prices: LANTERN, concession: STUDENT,
    sessions: [on('thu', 0, '19:30', 0.93), on('fri', 0, '19:30', 0.5), on('sat', 0, '14:00', 0.2), on('sat', 0, '19:30', 0.97), on('thu', 1, '19:30', 0.2), on('fri', 2, '19:30', 0.15), on('sat', 2, '19:30', 0.2)]
  },
  {
    slug: 'seven-umbrellas', motif: 'umbrellas', category: 'plays', featuredRank: 30,
    name: { en: 'Seven Umbrellas', zh: '七把伞' },
    summary: { en: 'A left-luggage office, a rainy Tuesday, seven strangers who each take the wrong umbrella home.', zh: '一间行李寄存处，一个下雨的星期二，七个陌生人各自拿错了一把伞。' },
    organiser: { en: 'Lantern Theatre Company', zh: '灯影剧团' }, performers: [group('Lantern Theatre Company', '灯影剧团')],
    venue: 'lantern-theatre', hall: 'main', minutes: 105, doorsMinutes: 30, prices: { ...LANTERN, 'premium': 480, 'band-a': 360 }, concession: STUDENT,
    sessions: [on('fri', 3, '19:30', 0.2), on('sat', 3, '14:00', 0.15), on('sat', 3, '19:30', 0.3), on('sun', 3, '14:00', 0.15)]
  },
  {
    slug: 'the-last-ferry', motif: 'fog', category: 'plays', status: 'cancelled',
    name: { en: 'The Last Ferry', zh: '末班渡轮' },
    summary: { en: 'Nine passengers, one fog, and a captain who does not answer. This run is cancelled.', zh: '九名乘客，一场大雾，一位不应声的船长。本轮演出已取消。' },
    organiser: { en: 'Fogbound Productions', zh: '雾锁制作' }, performers: [person('Lei Hanzhou', '雷寒舟')],
    venue: 'lantern-theatre', hall: 'main', minutes: 115, doorsMinutes: 30, prices: LANTERN,
    sessions: [on('tue', 2, '19:30', 0), on('wed', 2, '19:30', 0)]
  },
  {
    slug: 'the-kite-and-the-lighthouse', motif: 'kite', category: 'musicals', featuredRank: 96,
    name: { en: 'The Kite and the Lighthouse', zh: '风筝与灯塔' },
    summary: { en: 'The musical about a girl who flies a kite to a lighthouse keeper for a whole year before they speak.', zh: '一个女孩把风筝放给灯塔看守人看，放了整整一年，他们才说第一句话。' },
    organiser: { en: 'Jade Tide Productions', zh: '玉潮制作' }, performers: [person('Shen Xiaoman', '沈小满'), person('Guo Yuanhang', '郭远航'), group('Jade Tide Company', '玉潮音乐剧团')],
    venue: 'jade-tide-opera-house', hall: 'auditorium', minutes: 155, doorsMinutes: 45, prices: JADE_TIDE, concession: CHILD,
    sessions: [on('tue', 1, '19:30', 0.1), on('thu', 1, '19:30', 0.12), on('fri', 1, '19:30', 0.18), on('sat', 1, '14:00', 0.14), on('sat', 1, '19:30', 0.96), on('sun', 1, '14:00', 0.12)]
  },
  {
    slug: 'noodle-street', motif: 'noodles', category: 'musicals', featuredRank: 72,
    name: { en: 'Noodle Street!', zh: '面条街！' },
    summary: { en: 'Two rival noodle shops, one shared wall, and a wedding nobody has told the grandmothers about.', zh: '两家死对头面馆，一堵公用的墙，一场谁也没敢告诉奶奶的婚礼。' },
    organiser: { en: 'Steam & Co.', zh: '热气腾腾文化' }, performers: [person('Tang Yuanyuan', '汤圆圆'), person('Pang Dahai', '庞大海')],
    venue: 'lantern-theatre', hall: 'main', minutes: 130, doorsMinutes: 30, prices: LANTERN, concession: CHILD,
    sessions: [on('wed', 4, '19:30', 0.15), on('fri', 4, '19:30', 0.2), on('sat', 4, '14:00', 0.2), on('sat', 4, '19:30', 0.3), on('sun', 4, '14:00', 0.18)]
  },
  {
    slug: 'ink-falling', motif: 'mountains', category: 'dance', featuredRank: 76,
    name: { en: 'Ink, Falling', zh: '墨落' },
    summary: { en: 'Twelve dancers, eighty litres of ink, one white floor. By the end it is a landscape.', zh: '十二位舞者，八十升墨，一面白色的地板。演到最后，它成了一幅山水。' },
    organiser: { en: 'Still Mountain Dance', zh: '静山舞团' }, performers: [group('Still Mountain Dance', '静山舞团'), person('Yu Qingchuan, choreography', '余晴川（编舞）')],
    venue: 'jade-tide-opera-house', hall: 'auditorium', minutes: 80, doorsMinutes: 30, prices: { ...JADE_TIDE, stalls: 780, rear: 520, box: 880 }, concession: STUDENT,
    sessions: [on('fri', 3, '19:30', 0.15), on('sat', 3, '19:30', 0.28)]
  },
  {
    slug: 'gravity-for-beginners', motif: 'tumble', category: 'dance',
    name: { en: 'Gravity for Beginners', zh: '重力入门' },
    summary: { en: 'Acrobats, ladders and a very serious professor explain falling to anyone over five.', zh: '杂技演员、梯子和一位非常严肃的教授，向五岁以上的人解释什么是掉下来。' },
    organiser: { en: 'Upside Circus', zh: '倒立马戏' }, performers: [group('Upside Circus', '倒立马戏')],
    venue: 'lantern-theatre', hall: 'main', minutes: 70, doorsMinutes: 30, prices: { 'premium': 320, 'band-a': 260, 'band-b': 200, 'band-c': 160, 'value': 90 }, concession: CHILD,
    sessions: [on('sun', 0, '10:30', 0.4), on('sun', 0, '14:00', 0.2), on('sun', 2, '10:30', 0.25), on('sun', 2, '14:00', 0.2)]
  },
  {
    slug: 'the-moon-merchant', motif: 'moon/0', category: 'opera', featuredRank: 80,
    name: { en: 'The Moon Merchant', zh: '卖月亮的人' },
    summary: { en: 'A new opera in two acts: he sells the moon to a different buyer every night, until one of them asks for delivery.', zh: '两幕新歌剧：他每晚把月亮卖给不同的人，直到有一位买主要求送货。' },
    organiser: { en: 'Jade Tide Opera House', zh: '玉潮大剧院' }, performers: [person('Bai Lu, soprano', '白露（女高音）'), person('Andrej Koval, baritone', '安德烈·科瓦尔（男中音）'), group('Jade Tide Opera', '玉潮歌剧团')],
    venue: 'jade-tide-opera-house', hall: 'auditorium', minutes: 150, doorsMinutes: 45, perPersonLimit: 4, leavesNoSingleSeat: true, prices: JADE_TIDE, concession: STUDENT,
    sessions: [on('fri', 2, '19:00', 0.95), on('sun', 2, '14:00', 0.25)]
  },
  {
    slug: 'peony-lane', motif: 'bloom/0', category: 'opera',
    name: { en: 'Peony Lane', zh: '牡丹巷' },
    summary: { en: 'A kunqu chamber opera for two voices, one flute and a lane that remembers everyone who walked it.', zh: '一部室内昆曲：两副嗓音，一支曲笛，和一条记得所有行人的巷子。' },
    organiser: { en: 'Water Sleeve Studio', zh: '水袖工作室' }, performers: [person('Xie Lanting', '谢兰亭'), person('Ruan Wan', '阮婉')],
    venue: 'lantern-theatre', hall: 'main', minutes: 100, doorsMinutes: 30, prices: { 'premium': 480, 'band-a': 360, 'band-b': 260, 'band-c': 200, 'value': 100 }, concession: STUDENT,
    sessions: [on('tue', 3, '19:15', 0.3), on('wed', 3, '19:15', 0.2)]
  }
]
