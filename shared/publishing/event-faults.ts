import { RULE_FAULT_CODES, amountFault, ruleFaults } from '#shared/pricing/rule-faults.ts'
import type { DraftPromoCode, DraftSession, DraftTicketType, EventDraftDocument } from './event-document.ts'
import { QUOTA_FAULT_CODES, quotaFaults } from './quota-faults.ts'
import { sessionsOfType, ticketTypesBySession } from './ticket-types-of.ts'

/** Everything that may keep a draft from being handed in, by the name of its sentence. */
export const EVENT_FAULT_CODES = [
  /** Of any field: nothing is there yet. */
  'missing', 'no-sessions', 'no-ticket-types', 'key-twice',
  // Sessions
  'ends-before-start', 'doors-after-start', 'sale-ends-before-start', 'sale-ends-after-session', 'session-past', 'sessions-overlap',
  'hall-unknown', 'hall-elsewhere', 'no-price',
  /** Tickets are sold: it may be cancelled, but not taken away or moved to another hall. */
  'session-sold',
  /** Its sale is open, and somebody may be choosing seats: it may be cancelled, but not moved to another hall. */
  'session-on-sale',
  /** What was cancelled stays so; put on another session instead. */
  'session-was-cancelled',
  /** Another event has a session by this key. */
  'session-key-taken',
  // Prices
  'price-hall-unused', 'price-category-unknown', 'price-no-session', 'price-session-unknown', 'price-name-twice', 'price-window', 'currency-sold',
  ...RULE_FAULT_CODES,
  ...QUOTA_FAULT_CODES,
  // Promo codes
  'code-short', 'code-twice', 'code-two-kinds', 'code-no-kind', 'code-window',
  // What only the server knows
  'category-unknown', 'cover-unknown'
] as const

export type EventFaultCode = typeof EVENT_FAULT_CODES[number]

/** `path` is that of a change: `sessions.<key>.startsAt`; performers go by their place, `performers.0.nameEn`. */
export interface EventDocumentFault { path: string, code: EventFaultCode, data?: Record<string, unknown> }

/** What must be known beside the document. */
export interface EventFacts {
  /** ISO 8601. */
  now: string
  /** The halls that may be chosen: where they are, and the keys of their categories. Null: not known here, so not looked at. */
  halls: readonly { planId: string, venueId: string, categories: readonly string[] }[] | null
  /** Of sessions that have been approved. Pending: in orders that are being paid. */
  sold: readonly { key: string, sold: number, pending: number }[]
  approved: EventDraftDocument | null
}

/**
 * What keeps the document from being handed in, in the order of the form; empty: it may be. Then it fits `eventDocument`. Pure,
 * so that the form says at once what the server would.
 */
export function eventFaults(document: EventDraftDocument, facts: EventFacts): EventDocumentFault[] {
  const offers = ticketTypesBySession(document)
  return [
    ...wordFaults(document),
    ...keyFaults(document),
    ...document.sessions.flatMap(session => sessionFaults(session, offers.get(session.key)!.length > 0, facts)),
    ...overlapFaults(document.sessions),
    ...soldFaults(document, facts),
    ...document.ticketTypes.flatMap(type => ticketTypeFaults(document, type, facts)),
    ...nameFaults(offers),
    ...quotaFaults(document),
    ...document.promoCodes.flatMap(codeFaults),
    ...twiceFaults(document.promoCodes)
  ]
}

const fault = (path: string, code: EventFaultCode, data?: Record<string, unknown>): EventDocumentFault => ({ path, code, ...(data && { data }) })
const when = (isSo: boolean, ...faults: EventDocumentFault[]) => isSo ? faults : []
const isBefore = (a: string | null, b: string | null) => a !== null && b !== null && Date.parse(a) < Date.parse(b)
const isNotAfter = (a: string | null, b: string | null) => a !== null && b !== null && Date.parse(a) <= Date.parse(b)

function wordFaults(document: EventDraftDocument): EventDocumentFault[] {
  const texts = (['name', 'summary', 'description', 'organiser'] as const).flatMap(field => (['en', 'zh'] as const)
    .flatMap(locale => when(document[field][locale].trim() === '', fault(`${field}.${locale}`, 'missing'))))
  const performers = document.performers.flatMap((performer, index) => (['nameEn', 'nameZh'] as const)
    .flatMap(field => when(performer[field].trim() === '', fault(`performers.${index}.${field}`, 'missing'))))
  return [
    ...texts, ...performers,
    ...when(document.categoryId === null, fault('categoryId', 'missing')),
    ...when(document.sessions.length === 0, fault('sessions', 'no-sessions')),
    ...when(document.ticketTypes.length === 0, fault('ticketTypes', 'no-ticket-types'))
  ]
}

function keyFaults(document: EventDraftDocument): EventDocumentFault[] {
  return (['sessions', 'ticketTypes', 'quotas', 'promoCodes'] as const).flatMap(list => repeated((document[list] ?? []).map(one => one.key)).map(key => fault(`${list}.${key}`, 'key-twice')))
}

function sessionFaults(session: DraftSession, hasPrice: boolean, facts: EventFacts): EventDocumentFault[] {
  const at = (field: keyof DraftSession) => `sessions.${session.key}.${field}`
  const before = facts.approved?.sessions.find(s => s.key === session.key)
  const needed = ['venueId', 'planId', 'startsAt', 'endsAt', 'saleStartsAt', 'saleEndsAt'] as const
  const isMoved = !before || Date.parse(before.startsAt ?? '') !== Date.parse(session.startsAt ?? '')
  return [
    ...needed.flatMap(field => when(session[field] === null, fault(at(field), 'missing'))),
    ...when(isNotAfter(session.endsAt, session.startsAt), fault(at('endsAt'), 'ends-before-start')),
    ...when(isBefore(session.startsAt, session.doorsAt), fault(at('doorsAt'), 'doors-after-start')),
    ...when(isNotAfter(session.saleEndsAt, session.saleStartsAt), fault(at('saleEndsAt'), 'sale-ends-before-start')),
    ...when(isBefore(session.endsAt, session.saleEndsAt), fault(at('saleEndsAt'), 'sale-ends-after-session')),
    ...when(isMoved && session.status === 'scheduled' && isBefore(session.startsAt, facts.now), fault(at('startsAt'), 'session-past')),
    ...when(before?.status === 'cancelled' && session.status === 'scheduled', fault(at('status'), 'session-was-cancelled')),
    ...hallFaults(session, facts, at),
    ...when(session.planId !== null && session.status === 'scheduled' && !hasPrice, fault(`sessions.${session.key}`, 'no-price'))
  ]
}

function hallFaults(session: DraftSession, { halls }: EventFacts, at: (field: keyof DraftSession) => string): EventDocumentFault[] {
  if (!halls || session.planId === null) return []
  const hall = halls.find(one => one.planId === session.planId)
  if (!hall) return [fault(at('planId'), 'hall-unknown')]
  return when(session.venueId !== null && hall.venueId !== session.venueId, fault(at('planId'), 'hall-elsewhere'))
}

/** A hall takes one session at a time; the later one of two is named. */
function overlapFaults(sessions: readonly DraftSession[]): EventDocumentFault[] {
  const placed = sessions.filter(s => s.status === 'scheduled' && s.planId !== null && s.startsAt !== null && s.endsAt !== null)
    .map(({ key, planId, startsAt, endsAt }) => ({ key, planId, from: Date.parse(startsAt!), until: Date.parse(endsAt!) }))
  return [...Map.groupBy(placed, s => s.planId).values()].flatMap((inHall) => {
    const inOrder = inHall.toSorted((a, b) => a.from - b.from)
    return inOrder.flatMap((session, index) => {
      const other = inOrder.slice(0, index).find(earlier => session.from < earlier.until)
      return other ? [fault(`sessions.${session.key}.startsAt`, 'sessions-overlap', { other: other.key })] : []
    })
  })
}

/** Sales that open within a minute count as open: the approval has to arrive everywhere first. */
const SALE_MARGIN_MS = 60_000

function soldFaults(document: EventDraftDocument, { approved, sold, now }: EventFacts): EventDocumentFault[] {
  const wanted = sold.filter(facts => facts.sold + facts.pending > 0)
  const taken = wanted.filter(({ key }) => !document.sessions.some(s => s.key === key)).map(({ key, ...data }) => fault(`sessions.${key}`, 'session-sold', data))
  const moved = document.sessions.flatMap((session) => {
    const before = approved?.sessions.find(s => s.key === session.key)
    if (!before || (session.venueId === before.venueId && session.planId === before.planId)) return []
    const sales = wanted.find(facts => facts.key === session.key)
    if (sales) return [fault(`sessions.${session.key}.planId`, 'session-sold', { sold: sales.sold, pending: sales.pending })]
    return when(Date.parse(before.saleStartsAt ?? now) <= Date.parse(now) + SALE_MARGIN_MS, fault(`sessions.${session.key}.planId`, 'session-on-sale'))
  })
  return [...taken, ...moved, ...when(wanted.length > 0 && approved !== null && approved.currency !== document.currency, fault('currency', 'currency-sold'))]
}

function ticketTypeFaults(document: EventDraftDocument, type: DraftTicketType, { halls }: EventFacts): EventDocumentFault[] {
  const at = (field: keyof DraftTicketType | `name.${'en' | 'zh'}`) => `ticketTypes.${type.key}.${field}`
  const hall = halls?.find(one => one.planId === type.planId)
  const known = new Set(document.sessions.map(session => session.key))
  return [
    ...(['en', 'zh'] as const).flatMap(locale => when(type.name[locale].trim() === '', fault(at(`name.${locale}`), 'missing'))),
    ...(['planId', 'categoryKey', 'priceMinor'] as const).flatMap(field => when(type[field] === null || type[field] === '', fault(at(field), 'missing'))),
    ...when(type.planId !== null && !document.sessions.some(session => session.planId === type.planId), fault(at('planId'), 'price-hall-unused')),
    ...when(hall !== undefined && Boolean(type.categoryKey) && !hall.categories.includes(type.categoryKey!), fault(at('categoryKey'), 'price-category-unknown')),
    ...when(type.sessionKeys?.some(key => !known.has(key)) ?? false, fault(at('sessionKeys'), 'price-session-unknown')),
    ...when(type.sessionKeys !== null && type.planId !== null && sessionsOfType(document, type).length === 0, fault(at('sessionKeys'), 'price-no-session')),
    ...when(isNotAfter(type.saleEndsAt, type.saleStartsAt), fault(at('saleEndsAt'), 'price-window')),
    ...priceRuleFaults(type, at)
  ]
}

function priceRuleFaults({ priceRules, priceMinor }: DraftTicketType, at: (field: keyof DraftTicketType) => string): EventDocumentFault[] {
  if (!priceRules) return []
  const code = amountFault(priceRules, priceMinor)
  return [...code ? [fault(at('priceMinor'), code)] : [], ...ruleFaults(priceRules).map(one => fault(`${at('priceRules')}${one.field && `.${one.field}`}`, one.code))]
}

/** Two prices of one part of the hall need two names, or nobody could tell them apart. */
function nameFaults(offers: ReadonlyMap<string, DraftTicketType[]>): EventDocumentFault[] {
  const twice = new Set([...offers.values()].flatMap((ofSession) => {
    const seen = new Set<string>()
    return ofSession.flatMap((type) => {
      const name = `${type.categoryKey} ${type.name.en.trim()}`
      if (type.name.en.trim() === '' || !seen.has(name)) return (seen.add(name), [])
      return [type.key]
    })
  }))
  return [...twice].map(key => fault(`ticketTypes.${key}.name.en`, 'price-name-twice'))
}

function codeFaults(promo: DraftPromoCode): EventDocumentFault[] {
  const at = (field: keyof DraftPromoCode) => `promoCodes.${promo.key}.${field}`
  return [
    ...when(promo.code === '', fault(at('code'), 'missing')),
    ...when(promo.code !== '' && promo.code.length < 3, fault(at('code'), 'code-short')),
    ...when(promo.percentOff === null && promo.amountOffMinor === null, fault(at('percentOff'), 'code-no-kind')),
    ...when(promo.percentOff !== null && promo.amountOffMinor !== null, fault(at('percentOff'), 'code-two-kinds')),
    ...when(isNotAfter(promo.endsAt, promo.startsAt), fault(at('endsAt'), 'code-window'))
  ]
}

function twiceFaults(promoCodes: readonly DraftPromoCode[]): EventDocumentFault[] {
  const twice = new Set(repeated(promoCodes.map(promo => promo.code).filter(code => code !== '')))
  return promoCodes.filter((promo, index) => twice.has(promo.code) && promoCodes.findIndex(p => p.code === promo.code) !== index)
    .map(promo => fault(`promoCodes.${promo.key}.code`, 'code-twice'))
}

function repeated(values: readonly string[]): string[] {
  return [...new Set(values.filter((value, index) => values.indexOf(value) !== index))]
}
