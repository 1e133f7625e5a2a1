import { setResponseHeader } from 'h3'
import { cardsOfEvents, newestEvents } from '#server/domain/catalogue/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { eventFeed } from '#shared/feeds/rss.ts'

const LENGTH = 50

export default defineEndpoint({
  summary: 'New events as RSS, in the language of `?locale=`',
  callers: 'anyone',
  gives: 'application/rss+xml',
  cache: 'public, max-age=0, s-maxage=60'
}, async ({ event, house, locale }) => {
  const newest = await newestEvents(house, LENGTH)
  const cards = new Map((await cardsOfEvents(house.db, newest.map(e => e.id))).map(card => [card.id, card]))
  setResponseHeader(event, 'content-type', 'application/rss+xml; charset=utf-8')
  return eventFeed(newest.flatMap(({ id, since }) => cards.has(id) ? [{ card: cards.get(id)!, since }] : []), {
    baseUrl: house.settings.publicUrl, locale, feedPath: locale === 'zh' ? '/feed.xml?locale=zh' : '/feed.xml'
  })
})
