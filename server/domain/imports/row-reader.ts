import { type EventColumn, type EventImportMapping, IMPORT_REMARKS, type RowMessage } from '#shared/api/imports.ts'
import { fractionDigits } from '#shared/money/money.ts'
import { EVENT_LIMITS } from '#shared/publishing/event-document.ts'
import type { LocalText } from '#shared/text/local-text.ts'
import { instantOf } from '#shared/time/zoned.ts'

/** What a row says, in our words. */
export interface RowFacts {
  externalId: string
  name: LocalText
  summary: LocalText
  description: LocalText
  organiser: LocalText
  categorySlug: string
  startsAt: Date[]
  venue: { ref: string, name: LocalText, address: LocalText, city: LocalText, latitude: number | null, longitude: number | null }
  /** Minor units; one 0 for what is free. */
  pricesMinor: number[]
}

export interface ReadRow { facts: RowFacts | null, messages: RowMessage[], externalId: string, name: string, unknownCategory: string | null }

/** Reads one row by the mapping. Pure: what only the house knows (the id was there before, the venue is new) is asked later. */
export function readRow(cells: Record<string, string>, mapping: EventImportMapping, now: Date): ReadRow {
  const messages: RowMessage[] = []
  const say = (code: RowMessage['code'], column: EventColumn | null, value: string | null = null) => void messages.push({ code, column: column && mapping.columns[column], value: value?.slice(0, 100) ?? null })
  const cell = (column: EventColumn) => clean(own(cells, mapping.columns[column] ?? '') ?? '')
  const pair = (en: EventColumn, zh: EventColumn): LocalText => ({ en: cell(en) || cell(zh), zh: cell(zh) || cell(en) })

  const externalId = cell('externalId')
  if (!externalId || externalId.length > 200) say('id-missing', 'externalId')
  const name = pair('nameEn', 'nameZh')
  if (!name.en) say('name-missing', 'nameEn')
  else if (!cell('nameEn') || !cell('nameZh')) say('name-copied', cell('nameEn') ? 'nameZh' : 'nameEn')
  for (const column of ['nameEn', 'nameZh', 'organiserEn', 'organiserZh'] as const) if (/^[=+@-]/.test(cell(column))) say('formula', column, cell(column))

  const organiser = pair('organiserEn', 'organiserZh')
  if (!organiser.en) say('organiser-copied', null)
  const description = pair('descriptionEn', 'descriptionZh')
  if (!description.en) say('description-copied', null)
  const summary = pair('summaryEn', 'summaryZh')
  const facts: RowFacts = {
    externalId, name,
    summary: { en: summary.en || firstSentence(description.en) || name.en, zh: summary.zh || firstSentence(description.zh) || name.zh },
    description: { en: description.en || name.en, zh: description.zh || name.zh },
    organiser: { en: organiser.en || cell('venueEn') || name.en, zh: organiser.zh || cell('venueZh') || name.zh },
    categorySlug: '', startsAt: startsOf(cell('sessions'), mapping, now, say),
    venue: {
      ref: cell('venueId'), name: pair('venueEn', 'venueZh'), latitude: coordinate(cell('latitude'), 90), longitude: coordinate(cell('longitude'), 180),
      address: { en: cell('addressEn') || cell('venueEn') || cell('venueZh'), zh: cell('addressZh') || cell('venueZh') || cell('venueEn') },
      city: { en: cell('cityEn') || mapping.city.en, zh: cell('cityZh') || mapping.city.zh }
    },
    pricesMinor: pricesOf(cell('prices'), mapping, say)
  }
  if (!facts.venue.name.en) say('venue-missing', 'venueEn')
  tooLong(facts).forEach(([column, value]) => say('too-long', column, value))

  const typed = cell('category')
  const mapped = own(mapping.categories, typed)
  const slug = mapped ?? mapping.defaultCategory
  if (!slug) say('category-unknown', 'category', typed)
  else if (mapped === undefined && mapping.columns.category) say('default-category', 'category', typed)
  facts.categorySlug = slug ?? ''
  return { facts: messages.some(isRefusal) ? null : facts, messages, externalId, name: name.en, unknownCategory: mapped === undefined && typed ? typed : null }
}

/** What the file says by this name; nothing that every object has, such as `constructor`. */
const own = (values: Record<string, string>, name: string) => Object.hasOwn(values, name) ? values[name] : undefined

const REMARKS = new Set<string>(IMPORT_REMARKS)
export const isRefusal = (message: RowMessage) => !REMARKS.has(message.code)

/** Characters that no name or text of ours may hold are left out; line ends become one kind. */
function clean(text: string): string {
  return text.replace(/\r\n?/g, '\n').replace(/[\p{Cs}\u202a-\u202e\u2066-\u2069]/gu, '').replace(/(?![\n\t])\p{Cc}/gu, '').trim()
}

function firstSentence(text: string): string {
  const first = text.replace(/\s+/g, ' ').trim()
  const end = /[.!?](?=\s|$)|[。！？]/.exec(first)
  const sentence = end && end.index < EVENT_LIMITS.summary ? first.slice(0, end.index + 1) : first
  return sentence.length <= EVENT_LIMITS.summary ? sentence : `${sentence.slice(0, EVENT_LIMITS.summary - 1)}…`
}

type Say = (code: RowMessage['code'], column: EventColumn | null, value?: string | null) => void

function startsOf(text: string, mapping: EventImportMapping, now: Date, say: Say): Date[] {
  const parts = text.split(mapping.separator).map(part => part.trim()).filter(Boolean)
  if (parts.length === 0) say('no-sessions', 'sessions')
  if (parts.length > EVENT_LIMITS.sessions) say('too-many-sessions', 'sessions', String(parts.length))
  const starts = parts.slice(0, EVENT_LIMITS.sessions).flatMap((part) => {
    const start = instantIn(part, mapping.timeZone)
    if (!start) say('session-unreadable', 'sessions', part)
    if (start && start <= now) say('session-past', 'sessions', part)
    return start ?? []
  })
  if (new Set(starts.map(Number)).size < starts.length) say('session-twice', 'sessions', text)
  return starts.sort((a, b) => Number(a) - Number(b))
}

/** ISO 8601 with its offset, or the wall clock of the zone. Null for anything else: no guessing of American and European dates. */
function instantIn(text: string, timeZone: string): Date | null {
  const parts = /^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?::(\d\d))?(Z|[+-]\d\d:?\d\d)?$/.exec(text)
  if (!parts) return null
  const [year, month, day, hour, minute] = parts.slice(1, 6).map(Number) as [number, number, number, number, number]
  const asUtc = new Date(Date.UTC(year, month - 1, day, hour, minute))
  if (asUtc.getUTCMonth() !== month - 1 || asUtc.getUTCDate() !== day || hour > 23 || minute > 59) return null
  if (parts[7]) {
    const exact = new Date(text.replace(' ', 'T'))
    return Number.isNaN(exact.getTime()) ? null : exact
  }
  return instantOf({ year, month, day, hour, minute }, timeZone)
}

function pricesOf(text: string, mapping: EventImportMapping, say: Say): number[] {
  const digits = fractionDigits(mapping.currency)
  const prices = text.split(mapping.separator).map(part => part.trim()).filter(Boolean).flatMap((part) => {
    const amount = /^\d{1,9}(?:\.\d{1,3})?$/.test(part) ? Math.round(Number(part) * 10 ** digits) : null
    if (amount === null) say('price-unreadable', 'prices', part)
    return amount ?? []
  })
  return prices.length > 0 ? [...new Set(prices)] : [0]
}

function coordinate(text: string, limit: number): number | null {
  const value = text === '' ? Number.NaN : Number(text)
  return Number.isFinite(value) && Math.abs(value) <= limit ? value : null
}

function tooLong(facts: RowFacts): [EventColumn, string][] {
  const limits: [EventColumn, string, number][] = [
    ['nameEn', facts.name.en, EVENT_LIMITS.name], ['nameZh', facts.name.zh, EVENT_LIMITS.name],
    ['descriptionEn', facts.description.en, EVENT_LIMITS.description], ['descriptionZh', facts.description.zh, EVENT_LIMITS.description],
    ['organiserEn', facts.organiser.en, EVENT_LIMITS.organiser], ['organiserZh', facts.organiser.zh, EVENT_LIMITS.organiser],
    ['summaryEn', facts.summary.en, EVENT_LIMITS.summary], ['summaryZh', facts.summary.zh, EVENT_LIMITS.summary],
    ['venueEn', facts.venue.name.en, 120], ['venueZh', facts.venue.name.zh, 120],
    ['addressEn', facts.venue.address.en, 200], ['addressZh', facts.venue.address.zh, 200], ['cityEn', facts.venue.city.en, 80], ['cityZh', facts.venue.city.zh, 80]
  ]
  return limits.filter(([, text, limit]) => text.length > limit).map(([column, text]) => [column, text])
}
