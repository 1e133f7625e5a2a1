import type { LocalText } from '#shared/text/local-text.ts'

/** The category tree, in the order of the menu. */
export const CATEGORIES: { slug: string, parent?: string, name: LocalText }[] = [
  { slug: 'concerts', name: { en: 'Concerts', zh: '音乐' } },
  { slug: 'pop', parent: 'concerts', name: { en: 'Pop and indie', zh: '流行与独立' } },
  { slug: 'classical', parent: 'concerts', name: { en: 'Classical', zh: '古典' } },
  { slug: 'jazz', parent: 'concerts', name: { en: 'Jazz', zh: '爵士' } },
  { slug: 'electronic', parent: 'concerts', name: { en: 'Electronic', zh: '电子' } },
  { slug: 'theatre', name: { en: 'Theatre', zh: '剧场' } },
  { slug: 'plays', parent: 'theatre', name: { en: 'Plays', zh: '话剧' } },
  { slug: 'musicals', parent: 'theatre', name: { en: 'Musicals', zh: '音乐剧' } },
  { slug: 'dance', parent: 'theatre', name: { en: 'Dance', zh: '舞蹈' } },
  { slug: 'opera', parent: 'theatre', name: { en: 'Opera', zh: '歌剧与戏曲' } },
  { slug: 'cinema', name: { en: 'Cinema', zh: '电影' } },
  { slug: 'films', parent: 'cinema', name: { en: 'Films', zh: '影片' } },
  { slug: 'exhibitions', name: { en: 'Exhibitions', zh: '展览' } },
  { slug: 'art', parent: 'exhibitions', name: { en: 'Art', zh: '艺术' } },
  { slug: 'science', parent: 'exhibitions', name: { en: 'Science', zh: '科学' } },
  { slug: 'conferences', name: { en: 'Conferences', zh: '会议' } },
  { slug: 'tech', parent: 'conferences', name: { en: 'Technology', zh: '科技' } },
  { slug: 'business', parent: 'conferences', name: { en: 'Business', zh: '商业' } },
  { slug: 'sport', name: { en: 'Sport', zh: '体育' } }
]
