import { randomFrom } from '#shared/random/seeded-random.ts'
import { CHILD, type DemoEvent, group, on, person, STUDENT } from '../model.ts'

const FILM = { standard: 59, prime: 79, sofa: 108 }
const KAPOK = { en: 'Kapok Cinema', zh: '木棉影城' }
const SLOW = { en: 'Museum of Slow Things', zh: '缓慢博物馆' }
const FORUM = { front: 2280, table: 1680, raked: 880 }

/** Nearly a year that is over, fuller at one end of it than in the middle: what forecasts learn from. */
const chance = randomFrom('thursdays-lying-down')
const FORTY_WEEKS = Array.from({ length: 40 }, (_, n) => on('thu', n - 41, '19:00', Math.min(1, 0.7 + 0.18 * Math.cos(n / 40 * 2 * Math.PI) + 0.3 * (chance() - 0.5))))

export const SCREENS_AND_ROOMS: DemoEvent[] = [
  {
    slug: 'the-cartographers-daughter', motif: 'contours/0', category: 'films', featuredRank: 66,
    name: { en: 'The Cartographer’s Daughter', zh: '制图师的女儿' },
    summary: { en: 'She inherits a map of a country that is not there, and a train ticket to it.', zh: '她继承了一张并不存在的国家的地图，和一张去那里的火车票。' },
    organiser: KAPOK, performers: [person('Directed by Nara Osei', '导演：娜拉·奥塞')],
    venue: 'kapok-cinema', hall: 'screen-1', minutes: 128, prices: { standard: 79, prime: 99, sofa: 138 }, concession: STUDENT,
    sessions: [on('mon', 0, '19:20', 0.35), on('tue', 0, '19:20', 0.3), on('fri', 0, '18:40', 0.7), on('fri', 0, '21:30', 0.55), on('sat', 0, '15:10', 0.6), on('sat', 0, '19:20', 0.95), on('sun', 0, '15:10', 0.5), on('sun', 0, '19:20', 0.4)]
  },
  {
    slug: 'pangolin-express', motif: 'scales', category: 'films', featuredRank: 54,
    name: { en: 'Pangolin Express', zh: '穿山甲快递' },
    summary: { en: 'The forest’s slowest courier has one parcel, one night and a very bad map.', zh: '森林里最慢的快递员，一个包裹，一个晚上，和一张非常糟糕的地图。' },
    organiser: KAPOK, performers: [group('Acorn Yard Animation', '橡果院动画')],
    venue: 'kapok-cinema', hall: 'screen-2', minutes: 92, prices: FILM, concession: CHILD,
    sessions: [on('sat', 0, '10:00', 0.85), on('sat', 0, '13:00', 0.65), on('sun', 0, '10:00', 0.75), on('sun', 0, '13:00', 0.5), on('sat', 1, '10:00', 0.25), on('sun', 1, '10:00', 0.2)]
  },
  {
    slug: 'seventeen-minutes-of-snow', motif: 'snow', category: 'films',
    name: { en: 'Seventeen Minutes of Snow', zh: '十七分钟的雪' },
    summary: { en: 'One snowfall over Guangzhou, filmed by thirty-one strangers, cut into a love story.', zh: '广州上空的一场雪，三十一个陌生人拍下，剪成一个爱情故事。' },
    organiser: KAPOK, performers: [person('Directed by Mo Lan', '导演：莫岚')],
    venue: 'kapok-cinema', hall: 'screen-4', minutes: 84, prices: FILM, concession: STUDENT,
    sessions: [on('wed', 0, '20:10', 0.4), on('thu', 0, '20:10', 0.55), on('sat', 0, '17:00', 0.9), on('wed', 1, '20:10', 0.15)]
  },
  {
    slug: 'teahouse-at-the-edge-of-space', motif: 'planet', category: 'films', featuredRank: 45,
    name: { en: 'The Teahouse at the Edge of Space', zh: '太空边缘的茶馆' },
    summary: { en: 'Last stop before the dark: hot water, sunflower seeds, and a customer who has been dead for a century.', zh: '进入黑暗前的最后一站：热水、瓜子，和一位已经去世一百年的客人。' },
    organiser: KAPOK, performers: [person('Directed by Ke Xingye', '导演：柯星野')],
    venue: 'kapok-cinema', hall: 'screen-3', minutes: 117, prices: FILM, concession: STUDENT,
    sessions: [on('tue', 0, '18:50', 0.45), on('fri', 0, '20:00', 0.8), on('sat', 0, '20:30', 0.93), on('sun', 0, '18:00', 0.6), on('fri', 1, '20:00', 0.2)]
  },
  {
    slug: 'a-lounge-for-one-winter', motif: 'lounge', category: 'films',
    name: { en: 'A Lounge for One Winter', zh: '冬日沙发影展' },
    summary: { en: 'Five quiet films in fifty reclining seats, with a pot of oolong and no trailers.', zh: '五部安静的电影，五十张躺椅，一壶乌龙，没有预告片。' },
    organiser: KAPOK, performers: [person('Chosen by Mo Lan', '策展：莫岚')],
    venue: 'kapok-cinema', hall: 'screen-5', minutes: 100, prices: { standard: 128, prime: 158, sofa: 198 },
    sessions: [on('thu', 0, '19:00', 0.8), on('thu', 1, '19:00', 0.5), on('thu', 2, '19:00', 0.3), on('thu', 3, '19:00', 0.2), on('thu', 4, '19:00', 0.1)]
  },
  {
    slug: 'thursdays-lying-down', motif: 'halftone', category: 'films', status: 'ended',
    name: { en: 'Thursdays, Lying Down', zh: '躺着的星期四' },
    summary: { en: 'Forty Thursdays, forty films from somebody’s attic, and nobody sat up once. The armchairs are still warm.', zh: '四十个星期四，四十部从阁楼里翻出来的片子，没有人坐直过。椅子还是热的。' },
    organiser: KAPOK, performers: [person('Found by Mo Lan', '寻片：莫岚')],
    venue: 'kapok-cinema', hall: 'screen-5', minutes: 100, prices: { standard: 98, prime: 128, sofa: 168 }, concession: STUDENT,
    sessions: FORTY_WEEKS
  },
  {
    slug: 'small-computers-conference', motif: 'circuit/1', category: 'tech', featuredRank: 38,
    name: { en: 'Small Computers Conference', zh: '小计算机大会' },
    summary: { en: 'One day on machines that fit in a pocket, a lamp, a beehive or a shoe.', zh: '用一天时间，聊那些装得进口袋、台灯、蜂箱和鞋子里的计算机。' },
    organiser: { en: 'Solder & Salt', zh: '焊与盐' }, performers: [person('Dr Ines Lok', '陆怡宁 博士'), person('Kofi Brandt', '科菲·布兰特'), person('Wu Zhen', '吴真')],
    venue: 'harbour-forum', hall: 'plenary', minutes: 510, doorsMinutes: 60, prices: FORUM, concession: { ...STUDENT, share: 0.4 },
    sessions: [on('sat', 3, '09:30', 0.62), on('sun', 3, '09:30', 0.28)]
  },
  {
    slug: 'open-source-harbour', motif: 'tiles/0', category: 'tech',
    name: { en: 'Open Source Harbour', zh: '开源港湾' },
    summary: { en: 'Maintainers, the people who pay them and the people who should, in one room with good coffee.', zh: '维护者、付钱的人、该付钱的人，坐进同一间屋子，咖啡管够。' },
    organiser: { en: 'Commons Kowloon', zh: '九龙公地' }, performers: [person('Amrita Sol', '阿姆丽塔·索尔'), person('He Weiming', '何未鸣')],
    venue: 'harbour-forum', hall: 'plenary', minutes: 480, doorsMinutes: 60, prices: { front: 1280, table: 880, raked: 480 }, concession: { ...STUDENT, share: 0.3 },
    sessions: [on('thu', 2, '09:30', 0.5), on('fri', 2, '09:30', 0.4)]
  },
  {
    slug: 'the-honest-ledger', motif: 'abacus', category: 'business',
    name: { en: 'The Honest Ledger', zh: '诚实账本' },
    summary: { en: 'A forum for family firms: succession, cash, and how to tell your father the factory must change.', zh: '一场写给家族企业的论坛：传承、现金流，以及怎样告诉父亲工厂必须改变。' },
    organiser: { en: 'Abacus Circle', zh: '算盘会' }, performers: [person('Lam Siu-fung', '林兆丰'), person('Greta Achterberg', '格蕾塔·阿赫特贝格')],
    venue: 'harbour-forum', hall: 'plenary', minutes: 420, doorsMinutes: 60, prices: { front: 3280, table: 2480, raked: 1280 },
    sessions: [on('tue', 3, '10:00', 0.35), on('wed', 3, '10:00', 0.2)]
  },
  {
    slug: 'blue-before-blue', motif: 'pigments/0', category: 'art', featuredRank: 68,
    name: { en: 'Blue Before Blue', zh: '蓝之前的蓝' },
    summary: { en: 'How the world looked before it could buy blue: stone, leaf, shell and one stolen recipe.', zh: '在蓝色买得到之前，世界是什么样子：石头、叶子、贝壳，和一张偷来的配方。' },
    organiser: SLOW, performers: [person('Curated by Wen Qing', '策展：闻青')],
    venue: 'slow-museum', hall: 'galleries', minutes: 120, prices: { entry: 80, tour: 150 }, concession: STUDENT,
    sessions: [on('tue', 0, '10:00', 0.3), on('wed', 0, '10:00', 0.25), on('sat', 0, '10:00', 0.93), on('sat', 0, '13:00', 0.8), on('sat', 0, '16:00', 0.5), on('sun', 0, '10:00', 0.7), on('sun', 0, '13:00', 0.55)]
  },
  {
    slug: 'rooms-for-listening', motif: 'ripples/0', category: 'art',
    name: { en: 'Rooms for Listening', zh: '听的房间' },
    summary: { en: 'Five rooms, five sounds, no pictures. Bring nothing; leave with your ears open.', zh: '五个房间，五种声音，没有一张图。空手来，竖着耳朵走。' },
    organiser: SLOW, performers: [person('Hana Březina', '哈娜·布热齐娜'), person('Luo Jing', '罗静')],
    venue: 'slow-museum', hall: 'galleries', minutes: 90, prices: { entry: 68, tour: 128 }, concession: STUDENT,
    sessions: [on('thu', 1, '10:30', 0.2), on('fri', 1, '10:30', 0.25), on('sat', 1, '10:30', 0.45), on('sun', 1, '10:30', 0.4)]
  },
  {
    slug: 'the-weather-indoors', motif: 'clouds/0', category: 'science', featuredRank: 42,
    name: { en: 'The Weather Indoors', zh: '室内天气' },
    summary: { en: 'Make a cloud, break a fog, stand inside a very small storm. Towels are provided.', zh: '造一朵云，打散一团雾，走进一场很小很小的暴风雨。提供毛巾。' },
    organiser: SLOW, performers: [group('The Cloud Workshop', '造云工坊')],
    venue: 'slow-museum', hall: 'galleries', minutes: 90, prices: { entry: 98, tour: 168 }, concession: CHILD,
    sessions: [on('sat', 2, '10:00', 0.6), on('sat', 2, '13:30', 0.45), on('sun', 2, '10:00', 0.5), on('sun', 2, '13:30', 0.3)]
  },
  {
    slug: 'bones-gears-and-feathers', motif: 'wings', category: 'science',
    name: { en: 'Bones, Gears and Feathers', zh: '骨、齿轮与羽毛' },
    summary: { en: 'Four hundred million years of flight, from a dragonfly’s wing to a machine that folds like a bat.', zh: '四亿年的飞行史，从一只蜻蜓的翅膀，到一台像蝙蝠一样折叠的机器。' },
    organiser: SLOW, performers: [person('Curated by Pei Yanfei', '策展：裴燕飞')],
    venue: 'slow-museum', hall: 'galleries', minutes: 120, prices: { entry: 88, tour: 158 }, concession: CHILD,
    sessions: [on('sat', 4, '10:00', 0.3), on('sat', 4, '13:30', 0.2), on('sun', 4, '10:00', 0.25), on('sun', 4, '13:30', 0.15)]
  },
  {
    slug: 'the-winter-derby', motif: 'pitch/0', category: 'sport', featuredRank: 70,
    name: { en: 'The Winter Derby', zh: '冬季德比' },
    summary: { en: 'Jinlan against North Bank: two clubs, one river, a hundred and four years of not speaking.', zh: '锦澜对北岸：两支球队，一条江，一百零四年互不搭理。' },
    organiser: { en: 'River League', zh: '江河联赛' }, performers: [group('Jinlan FC', '锦澜足球俱乐部'), group('North Bank FC', '北岸足球俱乐部')],
    venue: 'jinlan-stadium', hall: 'football', minutes: 120, doorsMinutes: 120, prices: { 'main': 580, 'side': 380, 'corner': 220, 'end': 160, 'upper-side': 180, 'upper': 100 }, concession: CHILD,
    sessions: [on('sat', 2, '15:30', 0.075), on('sun', 5, '15:30', 0.025)]
  }
]
