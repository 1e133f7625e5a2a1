import { formatMoney } from '#shared/money/money.ts'
import { LOCALES, type Locale, type LocalText } from '#shared/text/local-text.ts'
import { formatDayAndTime } from '#shared/time/format.ts'
import type { EventChange } from './event-change.ts'
import type { EventDocument } from './event-document.ts'

/** The names that a document has only ids of. */
export interface PlaceNames {
  venues: ReadonlyMap<string, { name: LocalText, timeZone: string }>
  halls: ReadonlyMap<string, LocalText>
}

/** What is different for those who have a ticket of this session, a line for each thing, in both languages. */
export function sessionNewsLines(key: string, base: EventDocument, next: EventDocument, changes: readonly EventChange[], places: PlaceNames): Record<Locale, string[]> {
  const ours = changes.filter(change => change.size === 'large' && change.sessionKeys.includes(key))
  const before = base.sessions.find(session => session.key === key)!
  const after = next.sessions.find(session => session.key === key)!
  const isMoved = ours.some(change => change.subject === 'place')
  const lines = (locale: Locale) => [
    ...ours.filter(change => change.subject === 'name' && change.path === `name.${locale}`).map(change => WORDS[locale].name(String(change.before), String(change.after))),
    ...isMoved ? [WORDS[locale].place(placeOf(before, places, locale), placeOf(after, places, locale))] : [],
    ...ours.filter(change => change.subject === 'time').map((change) => {
      const field = change.path.endsWith('startsAt') ? 'startsAt' as const : 'endsAt' as const
      return WORDS[locale][field](timeOf(before, field, places, locale), timeOf(after, field, places, locale))
    }),
    ...ours.filter(change => change.subject === 'price').map((change) => {
      const type = next.ticketTypes.find(one => change.path === `ticketTypes.${one.key}.priceMinor`)
      const money = (value: unknown) => formatMoney({ amountMinor: Number(value), currency: next.currency }, locale)
      return WORDS[locale][type?.priceRules ? 'startingPrice' : 'price'](type?.name[locale] ?? '', money(change.before), money(change.after))
    })
  ]
  return Object.fromEntries(LOCALES.map(locale => [locale, lines(locale)])) as Record<Locale, string[]>
}

const WORDS: Record<Locale, Record<'name' | 'place' | 'startsAt' | 'endsAt', (before: string, after: string) => string> & Record<'price' | 'startingPrice', (type: string, before: string, after: string) => string>> = {
  en: {
    name: (before, after) => `It is now called “${after}” (before: “${before}”).`,
    place: (before, after) => `It takes place at ${after} (before: ${before}).`,
    startsAt: (before, after) => `It starts on ${after} (before: ${before}).`,
    endsAt: (before, after) => `It ends on ${after} (before: ${before}).`,
    price: (type, before, after) => `${type} costs ${after} now (before: ${before}).`,
    startingPrice: (type, before, after) => `The starting price of ${type} is ${after} now (before: ${before}).`
  },
  zh: {
    name: (before, after) => `名称改为“${after}”（原为“${before}”）。`,
    place: (before, after) => `地点改为${after}（原为${before}）。`,
    startsAt: (before, after) => `开始时间改为 ${after}（原为 ${before}）。`,
    endsAt: (before, after) => `结束时间改为 ${after}（原为 ${before}）。`,
    price: (type, before, after) => `${type}现价 ${after}（原价 ${before}）。`,
    startingPrice: (type, before, after) => `${type}起售价现为 ${after}（原为 ${before}）。`
  }
}

type Session = EventDocument['sessions'][number]

function placeOf(session: Session, places: PlaceNames, locale: Locale): string {
  const names = [places.venues.get(session.venueId)?.name[locale], places.halls.get(session.planId)?.[locale]].filter(Boolean)
  return names.join(locale === 'zh' ? ' ' : ', ')
}

function timeOf(session: Session, field: 'startsAt' | 'endsAt', places: PlaceNames, locale: Locale): string {
  return formatDayAndTime(session[field], places.venues.get(session.venueId)?.timeZone ?? 'UTC', locale)
}
