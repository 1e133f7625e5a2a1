/** Names in English and Chinese, country, zone; the first are the largest. */
export const CITIES = [
  ['Shanghai', '上海', 'CN', 'Asia/Shanghai'], ['Beijing', '北京', 'CN', 'Asia/Shanghai'], ['Hong Kong', '香港', 'HK', 'Asia/Hong_Kong'],
  ['Guangzhou', '广州', 'CN', 'Asia/Shanghai'], ['Shenzhen', '深圳', 'CN', 'Asia/Shanghai'], ['London', '伦敦', 'GB', 'Europe/London'],
  ['Chengdu', '成都', 'CN', 'Asia/Shanghai'], ['Tokyo', '东京', 'JP', 'Asia/Tokyo'], ['New York', '纽约', 'US', 'America/New_York'],
  ['Hangzhou', '杭州', 'CN', 'Asia/Shanghai'], ['Singapore', '新加坡', 'SG', 'Asia/Singapore'], ['Paris', '巴黎', 'FR', 'Europe/Paris'],
  ['Nanjing', '南京', 'CN', 'Asia/Shanghai'], ['Wuhan', '武汉', 'CN', 'Asia/Shanghai'], ['Berlin', '柏林', 'DE', 'Europe/Berlin'],
  ['Los Angeles', '洛杉矶', 'US', 'America/Los_Angeles'], ['Xi’an', '西安', 'CN', 'Asia/Shanghai'], ['Sydney', '悉尼', 'AU', 'Australia/Sydney'],
  ['Chongqing', '重庆', 'CN', 'Asia/Shanghai'], ['Taipei', '台北', 'TW', 'Asia/Taipei']
] as const

/** Category in both languages, and what is below it. */
export const KINDS = [
  ['Music', '音乐', 'Classical', 'Pop', 'Rock', 'Folk', 'Electronic'], ['Theatre', '戏剧', 'Drama', 'Comedy', 'Opera', 'Musical', 'Puppets'],
  ['Dance', '舞蹈', 'Ballet', 'Modern', 'Tango', 'Street', 'Court'], ['Film', '电影', 'Premiere', 'Archive', 'Short', 'Animation', 'Documentary'],
  ['Exhibitions', '展览', 'Painting', 'Photography', 'Science', 'Design', 'History'], ['Talks', '讲座', 'Books', 'Technology', 'Health', 'Travel', 'Business'],
  ['Sports', '体育', 'Football', 'Basketball', 'Tennis', 'Running', 'Chess'], ['Family', '亲子', 'Circus', 'Magic', 'Stories', 'Workshops', 'Camps']
] as const

export const THEMES = [
  ['symphony', '交响乐'], ['concert', '音乐会'], ['jazz', '爵士'], ['opera', '歌剧'], ['ballet', '芭蕾'], ['festival', '音乐节'], ['musical', '音乐剧'], ['comedy', '喜剧'],
  ['drama', '话剧'], ['circus', '马戏'], ['magic', '魔术'], ['exhibition', '展览'], ['photography', '摄影'], ['lecture', '讲座'], ['premiere', '首映'], ['puppets', '木偶'],
  ['orchestra', '乐团'], ['quartet', '四重奏'], ['recital', '独奏会'], ['beethoven', '贝多芬'], ['mozart', '莫扎特'], ['hamlet', '哈姆雷特'], ['nutcracker', '胡桃夹子'], ['dream', '红楼梦'],
  ['moonlight', '月光'], ['river', '长江'], ['mountain', '高山流水'], ['lantern', '灯会'], ['dragon', '龙舟'], ['phoenix', '凤凰'], ['winter', '冬日'], ['spring', '春晓'],
  ['tango', '探戈'], ['chess', '围棋'], ['football', '足球'], ['marathon', '马拉松'], ['stories', '故事'], ['children', '儿童剧'], ['violin', '小提琴'], ['piano', '钢琴']
] as const

export const SYLLABLES = [
  'al', 'an', 'ar', 'ba', 'bel', 'bri', 'ca', 'cel', 'co', 'da', 'del', 'do', 'el', 'en', 'er', 'fa', 'fin', 'ga', 'gor', 'ha', 'hel', 'il', 'in', 'ja', 'ka', 'kel', 'la', 'len', 'li', 'lo',
  'ma', 'mel', 'mi', 'mor', 'na', 'nel', 'no', 'or', 'pa', 'pel', 'pi', 'ra', 'ren', 'ri', 'ro', 'sa', 'sel', 'si', 'sol', 'ta', 'tel', 'ti', 'tor', 'u', 'va', 'vel', 'vi', 'wa', 'win', 'za'
] as const

export const CHARACTERS = '天地人和风云山水花月春夏秋冬金木火土日星光影声音乐舞歌诗书画琴棋剧戏台院城市海江河湖桥路门窗灯火红黄蓝绿青白黑紫大小长短高低远近古今新旧东西南北中外前后左右上下一二三四五六七八九十百千万年岁时刻分秒心情爱梦想思念忆怀故乡家国世界生命力量希望自由快乐悲欢离合聚散行走飞翔奔跑停留等待寻找遇见告别回归出发到达开始结束永远瞬间无限奇迹传说神话英雄少年女孩老人朋友兄弟姐妹父母孩子师生'
