import { Feed } from 'feed'
import type { EventCard } from '#shared/api/catalogue.ts'
import { absolute, eventPath, LANGUAGE_TAGS, localePath } from '#shared/seo/addresses.ts'
import type { Locale } from '#shared/text/local-text.ts'
import { formatDayAndTime } from '#shared/time/format.ts'

export interface FeedEvent { card: EventCard, since: Date }

const WORDS = {
  en: { title: 'Foyer: new on sale', description: 'Concerts, theatre, cinema, conferences and exhibitions as they are announced.' },
  zh: { title: 'Foyer：最新演出', description: '音乐会、戏剧、电影、会议与展览，第一时间获知。' }
}

/** New events as RSS 2.0, the newest first, in one language. `baseUrl` has no slash at its end. */
export function eventFeed(events: readonly FeedEvent[], { baseUrl, locale, feedPath }: { baseUrl: string, locale: Locale, feedPath: string }): string {
  const feed = new Feed({
    id: absolute(baseUrl, localePath('/', locale)), link: absolute(baseUrl, localePath('/', locale)), ...WORDS[locale],
    language: LANGUAGE_TAGS[locale], copyright: '', generator: 'Foyer', updated: events[0]?.since ?? new Date(0),
    feedLinks: { rss: baseUrl + feedPath }
  })
  for (const { card, since } of events) {
    const link = absolute(baseUrl, eventPath(card.slug, locale))
    const where = `${formatDayAndTime(card.startsAt, card.venue.timeZone, locale)}, ${card.venue.name[locale]}, ${card.venue.city[locale]}`
    feed.addItem({ id: link, link, title: card.name[locale], description: `${where}. ${card.summary[locale]}`, date: since, category: [{ name: card.category.name[locale] }] })
  }
  return feed.rss2()
}
