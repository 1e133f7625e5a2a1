import { arena } from './halls/arena.ts'
import { cinema, SCREENS } from './halls/cinema.ts'
import { club } from './halls/club.ts'
import { conferenceHall } from './halls/conference-hall.ts'
import { gallery } from './halls/gallery.ts'
import { operaHouse } from './halls/opera-house.ts'
import { stadium } from './halls/stadium.ts'
import { theatre } from './halls/theatre.ts'
import type { DemoVenue } from './model.ts'

const CITIES = {
  shanghai: { en: 'Shanghai', zh: '上海' },
  beijing: { en: 'Beijing', zh: '北京' },
  hangzhou: { en: 'Hangzhou', zh: '杭州' },
  chengdu: { en: 'Chengdu', zh: '成都' },
  guangzhou: { en: 'Guangzhou', zh: '广州' },
  shenzhen: { en: 'Shenzhen', zh: '深圳' },
  hongKong: { en: 'Hong Kong', zh: '香港' },
  london: { en: 'London', zh: '伦敦' }
}

/** Houses that do not exist, in cities that do. */
export const VENUES: DemoVenue[] = [
  {
    slug: 'lantern-theatre', name: { en: 'Lantern Theatre', zh: '灯影剧院' }, city: CITIES.hangzhou, country: 'CN', timeZone: 'Asia/Shanghai',
    address: { en: '28 Willow Causeway, Gongshu District, Hangzhou', zh: '杭州市拱墅区柳堤路28号' }, latitude: 30.3192, longitude: 120.1417,
    halls: { main: theatre }
  },
  {
    slug: 'jade-tide-opera-house', name: { en: 'Jade Tide Opera House', zh: '玉潮大剧院' }, city: CITIES.shanghai, country: 'CN', timeZone: 'Asia/Shanghai',
    address: { en: '1 Heron Quay, Xuhui Waterfront, Shanghai', zh: '上海市徐汇滨江鹭码头1号' }, latitude: 31.1789, longitude: 121.4632,
    halls: { auditorium: operaHouse }
  },
  {
    slug: 'nebula-arena', name: { en: 'Nebula Arena', zh: '星云体育馆' }, city: CITIES.shenzhen, country: 'CN', timeZone: 'Asia/Shanghai',
    address: { en: '600 Bay Avenue, Nanshan District, Shenzhen', zh: '深圳市南山区海湾大道600号' }, latitude: 22.5179, longitude: 113.9462,
    halls: { 'end-stage': arena }
  },
  {
    slug: 'jinlan-stadium', name: { en: 'Jinlan Stadium', zh: '锦澜体育场' }, city: CITIES.chengdu, country: 'CN', timeZone: 'Asia/Shanghai',
    address: { en: '9 Brocade River Road, Jinjiang District, Chengdu', zh: '成都市锦江区锦水路9号' }, latitude: 30.6216, longitude: 104.1091,
    halls: { football: stadium }
  },
  {
    slug: 'kapok-cinema', name: { en: 'Kapok Cinema', zh: '木棉影城' }, city: CITIES.guangzhou, country: 'CN', timeZone: 'Asia/Shanghai',
    address: { en: '77 Arcade Street, Yuexiu District, Guangzhou', zh: '广州市越秀区骑楼街77号' }, latitude: 23.1265, longitude: 113.2644,
    halls: Object.fromEntries(Object.entries(SCREENS).map(([key, screen]) => [key, () => cinema(screen)]))
  },
  {
    slug: 'underpass', name: { en: 'The Underpass', zh: '桥洞 Livehouse' }, city: CITIES.beijing, country: 'CN', timeZone: 'Asia/Shanghai',
    address: { en: 'Arch 14, Old Railway Lane, Chaoyang District, Beijing', zh: '北京市朝阳区旧铁路巷14号桥洞' }, latitude: 39.9287, longitude: 116.4662,
    halls: { floor: club }
  },
  {
    slug: 'slow-museum', name: { en: 'Museum of Slow Things', zh: '缓慢博物馆' }, city: CITIES.beijing, country: 'CN', timeZone: 'Asia/Shanghai',
    address: { en: '3 Persimmon Hutong, Dongcheng District, Beijing', zh: '北京市东城区柿子胡同3号' }, latitude: 39.9402, longitude: 116.4064,
    halls: { galleries: gallery }
  },
  {
    slug: 'harbour-forum', name: { en: 'Harbour Forum', zh: '港湾会议中心' }, city: CITIES.hongKong, country: 'HK', timeZone: 'Asia/Hong_Kong',
    address: { en: '12 Typhoon Shelter Road, Kai Tak, Hong Kong', zh: '香港启德避风塘道12号' }, latitude: 22.3066, longitude: 114.2134,
    halls: { plenary: conferenceHall }
  },
  {
    slug: 'lock-house', name: { en: 'The Lock House', zh: '闸屋' }, city: CITIES.london, country: 'GB', timeZone: 'Europe/London',
    address: { en: '41 Towpath Yard, Hackney, London E8', zh: '伦敦哈克尼区纤道院41号' }, latitude: 51.5368, longitude: -0.0598,
    halls: { room: club }
  }
]
