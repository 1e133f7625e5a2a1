import { describe, expect, it } from 'vitest'
import type { EventReply, SessionSummary, StockReply } from '#shared/api/catalogue.ts'
import { alternates, eventPath } from '#shared/seo/addresses.ts'
import { breadcrumbsJsonLd } from '#shared/seo/breadcrumbs.ts'
import { eventJsonLd } from '#shared/seo/event-json-ld.ts'
import { serialiseJsonLd } from '#shared/seo/json-ld.ts'

const baseUrl = 'https://foyer.example'
const now = new Date('2026-11-21T00:00:00Z')
const session: SessionSummary = {
  id: '0199d0a8-0000-7000-8000-000000000001', status: 'scheduled', startsAt: '2026-12-05T11:30:00Z', endsAt: '2026-12-05T13:30:00Z', doorsAt: '2026-12-05T11:00:00Z',
  saleStartsAt: '2026-11-01T02:00:00Z', saleEndsAt: '2026-12-05T11:30:00Z',
  venue: {
    slug: 'bund', name: { en: 'Bund Theatre', zh: '外滩剧院' }, address: { en: '1 Riverside Road', zh: '滨江路1号' }, city: { en: 'Shanghai', zh: '上海' },
    country: 'CN', timeZone: 'Asia/Shanghai', latitude: 31.2, longitude: 121.5
  },
  hall: { en: 'Main Hall', zh: '大厅' }, priceFrom: { amountMinor: 18050, currency: 'CNY' }, priceTo: { amountMinor: 68000, currency: 'CNY' }
}
const event: EventReply = {
  id: '0199d0a8-0000-7000-8000-000000000002', slug: 'tosca', status: 'approved', name: { en: 'Tosca', zh: '托斯卡' }, summary: { en: 'An opera.', zh: '歌剧。' },
  descriptionHtml: { en: '', zh: '' }, category: { slug: 'opera', name: { en: 'Opera', zh: '歌剧' } }, organiser: { en: 'House', zh: '主办' },
  performers: [{ name: { en: 'Mei Lin', zh: '林梅' }, kind: 'person' }, { name: { en: 'City Orchestra', zh: '市乐团' }, kind: 'group' }],
  posterUrl: '/posters/tosca.svg', needsIdentity: false, sessions: [session], updatedAt: '2026-11-20T00:00:00Z'
}
const stockOf = (free: number, availability: StockReply['sessions'][number]['availability']): StockReply => ({
  sessions: [{
    sessionId: session.id, availability, free, capacity: 30,
    ticketTypes: [{ id: session.id, name: { en: 'Stalls', zh: '池座' }, categoryKey: 'a', price: { amountMinor: 38000, currency: 'CNY' }, free, capacity: 30 }]
  }]
})

describe('what search engines read of an event', () => {
  it('is an Event with everything that U-08 asks, at the time of the venue (V-18)', () => {
    expect(eventJsonLd(event, { locale: 'en', baseUrl, now })).toMatchInlineSnapshot(`
      {
        "@context": "https://schema.org",
        "@type": "Event",
        "description": "An opera.",
        "doorTime": "2026-12-05T19:00:00+08:00",
        "endDate": "2026-12-05T21:30:00+08:00",
        "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
        "eventStatus": "https://schema.org/EventScheduled",
        "image": [
          "https://foyer.example/posters/tosca.jpg?locale=en",
        ],
        "inLanguage": "en",
        "location": {
          "@type": "Place",
          "address": {
            "@type": "PostalAddress",
            "addressCountry": "CN",
            "addressLocality": "Shanghai",
            "streetAddress": "1 Riverside Road",
          },
          "geo": {
            "@type": "GeoCoordinates",
            "latitude": 31.2,
            "longitude": 121.5,
          },
          "name": "Bund Theatre, Main Hall",
        },
        "name": "Tosca",
        "offers": [
          {
            "@type": "AggregateOffer",
            "availability": "https://schema.org/InStock",
            "highPrice": "680.00",
            "lowPrice": "180.50",
            "priceCurrency": "CNY",
            "url": "https://foyer.example/events/tosca",
            "validFrom": "2026-11-01T10:00:00+08:00",
            "validThrough": "2026-12-05T19:30:00+08:00",
          },
        ],
        "organizer": {
          "@type": "Organization",
          "name": "House",
          "url": "https://foyer.example/events/tosca",
        },
        "performer": [
          {
            "@type": "Person",
            "name": "Mei Lin",
          },
          {
            "@type": "PerformingGroup",
            "name": "City Orchestra",
          },
        ],
        "startDate": "2026-12-05T19:30:00+08:00",
        "url": "https://foyer.example/events/tosca",
      }
    `)
  })

  it('is in Chinese for the Chinese page', () => {
    expect(eventJsonLd(event, { locale: 'zh', baseUrl, now })).toMatchObject({
      name: '托斯卡', url: 'https://foyer.example/zh/events/tosca', inLanguage: 'zh-CN', location: { name: '外滩剧院 大厅', address: { addressLocality: '上海' } }
    })
  })

  it('is a series of Events where there are several sessions', () => {
    const later = { ...session, id: '0199d0a8-0000-7000-8000-000000000003', startsAt: '2026-12-06T11:30:00Z', endsAt: '2026-12-06T13:30:00Z', status: 'cancelled' as const }
    expect(eventJsonLd({ ...event, sessions: [session, later] }, { locale: 'en', baseUrl, now })).toMatchObject({
      '@type': 'EventSeries', 'startDate': '2026-12-05T19:30:00+08:00', 'endDate': '2026-12-06T21:30:00+08:00',
      'subEvent': [
        { '@type': 'Event', 'eventStatus': 'https://schema.org/EventScheduled' },
        { '@type': 'Event', 'eventStatus': 'https://schema.org/EventCancelled', 'offers': [{ availability: 'https://schema.org/OutOfStock' }] }
      ]
    })
  })

  it('names each price with what is left of it, where the stock is known (G-06)', () => {
    expect(eventJsonLd(event, { locale: 'en', baseUrl, now, stock: stockOf(12, 'available') })).toMatchObject({
      offers: [{ '@type': 'Offer', 'name': 'Stalls', 'price': '380.00', 'priceCurrency': 'CNY', 'availability': 'https://schema.org/InStock', 'validFrom': '2026-11-01T10:00:00+08:00' }]
    })
  })

  it.each([
    [0, 'available', 'SoldOut'], [0, 'sold-out', 'SoldOut'], [2, 'few-left', 'LimitedAvailability'], [30, 'not-yet', 'PreOrder'], [0, 'not-yet', 'PreOrder'], [9, 'ended', 'OutOfStock']
  ] as const)('says of %i free seats of a session that is %s: %s', (free, availability, word) => {
    expect(eventJsonLd(event, { locale: 'en', baseUrl, now, stock: stockOf(free, availability) })).toMatchObject({ offers: [{ availability: `https://schema.org/${word}` }] })
  })

  it.each([['2026-10-31T00:00:00Z', 'PreOrder'], ['2026-11-21T00:00:00Z', 'InStock'], ['2027-01-01T00:00:00Z', 'OutOfStock']])('without stock goes by the clock: %s is %s', (at, word) => {
    expect(eventJsonLd(event, { locale: 'en', baseUrl, now: new Date(at) })).toMatchObject({ offers: [{ availability: `https://schema.org/${word}` }] })
  })

  it('says that a cancelled event is cancelled, and offers nothing', () => {
    expect(eventJsonLd({ ...event, status: 'cancelled' }, { locale: 'en', baseUrl, now, stock: stockOf(9, 'available') })).toMatchObject({
      eventStatus: 'https://schema.org/EventCancelled', offers: [{ availability: 'https://schema.org/OutOfStock' }]
    })
  })

  it('leaves out what is not known', () => {
    const bare = eventJsonLd({ ...event, performers: [], sessions: [{ ...session, priceFrom: null, priceTo: null, doorsAt: null, venue: { ...session.venue, latitude: null } }] }, { locale: 'en', baseUrl, now })
    for (const key of ['performer', 'offers', 'doorTime']) expect(bare).not.toHaveProperty(key)
    expect(bare.location).not.toHaveProperty('geo')
  })
})

describe('JSON-LD inside a page', () => {
  it.each(['</script><script>alert(1)</script>', '<!--', ']]>', '\u2028\u2029', '&lt;', '"\\'])('cannot be left by %j (V-11)', (text) => {
    const written = serialiseJsonLd({ name: text })
    expect(written).not.toMatch(/[<>&\u2028\u2029]/)
    expect(JSON.parse(written)).toEqual({ name: text })
  })
})

describe('addresses of a page', () => {
  it('are one for each language, and English for everybody else', () => {
    expect(alternates(baseUrl, '/events/tosca')).toEqual([
      { hreflang: 'en', href: 'https://foyer.example/events/tosca' },
      { hreflang: 'zh-CN', href: 'https://foyer.example/zh/events/tosca' },
      { hreflang: 'x-default', href: 'https://foyer.example/events/tosca' }
    ])
    expect(alternates(baseUrl, '/').map(a => a.href)).toEqual(['https://foyer.example/', 'https://foyer.example/zh', 'https://foyer.example/'])
  })

  it('escape what a slug may hold', () => {
    expect(eventPath('红楼', 'zh')).toBe('/zh/events/%E7%BA%A2%E6%A5%BC')
  })

  it('lead from the home page down in breadcrumbs', () => {
    expect(breadcrumbsJsonLd([{ name: 'Foyer', path: '/' }, { name: 'Tosca', path: '/events/tosca' }], baseUrl)).toMatchObject({
      itemListElement: [{ position: 1, item: 'https://foyer.example/' }, { position: 2, name: 'Tosca', item: 'https://foyer.example/events/tosca' }]
    })
  })
})
