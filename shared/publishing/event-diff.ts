import { textDistance } from '#shared/text/edit-distance.ts'
import { byKey } from './by-key.ts'
import type { ChangeSize, EventChange } from './event-change.ts'
import type { DraftPromoCode, DraftSession, DraftTicketType, EventDraftDocument } from './event-document.ts'
import { diffQuotas } from './quota-diff.ts'
import { sameValue } from './same-value.ts'
import { sessionsOfType } from './ticket-types-of.ts'

type Subject = EventChange['subject']

/** A name that differs by more is another name: whoever bought a ticket for the old one would be surprised. */
const ANOTHER_NAME = 0.3

/**
 * What is different in `next`, as a reviewer reads it: a line for each field of the event, and for each session, price and
 * code by its key. The order in which they stand does not matter, nor how an instant is written. Nothing different: empty.
 */
export function diffEvents(base: EventDraftDocument, next: EventDraftDocument): EventChange[] {
  return [...diffWords(base, next), ...diffSessions(base, next), ...diffTicketTypes(base, next), ...diffQuotas(base, next), ...diffPromoCodes(base, next)]
}

/** `large` as soon as one change is. */
export function sizeOfChanges(changes: readonly Pick<EventChange, 'size'>[]): ChangeSize {
  return changes.some(change => change.size === 'large') ? 'large' : 'small'
}

function diffWords(base: EventDraftDocument, next: EventDraftDocument): EventChange[] {
  const lives = liveSessions(base, next).map(session => session.key)
  const words = (['name', 'summary', 'description', 'organiser'] as const).flatMap(field => (['en', 'zh'] as const).map((locale) => {
    const isLarge = field === 'name' && textDistance(base.name[locale], next.name[locale]) > ANOTHER_NAME
    return changed(`${field}.${locale}`, field, base[field][locale], next[field][locale], isLarge ? 'large' : 'small', isLarge ? lives : [])
  }))
  return [
    ...words,
    changed('performers', 'performers', base.performers, next.performers),
    changed('categoryId', 'category', base.categoryId, next.categoryId),
    changed('cover', 'cover', base.cover, next.cover),
    changed('currency', 'currency', base.currency, next.currency, 'large'),
    changed('holdSeconds', 'hold', base.holdSeconds, next.holdSeconds),
    changed('perPersonLimit', 'limit', base.perPersonLimit, next.perPersonLimit),
    changed('changeTerms', 'refund-terms', base.changeTerms ?? null, next.changeTerms ?? null),
    changed('refundTerms', 'refund-terms', base.refundTerms ?? null, next.refundTerms ?? null),
    changed('allowsSingleSeats', 'single-seats', base.allowsSingleSeats ?? false, next.allowsSingleSeats ?? false),
    changed('codeRule', 'codes', base.codeRule ?? 'fixed', next.codeRule ?? 'fixed'),
    changed('allowsResale', 'resale', base.allowsResale ?? true, next.allowsResale ?? true),
    changed('needsIdentity', 'identity', base.needsIdentity ?? false, next.needsIdentity ?? false)
  ].flatMap(change => change ?? [])
}

/** Where each field of a session belongs, and whether those who have a ticket would want to know. */
const SESSION_FIELDS: Record<Exclude<keyof DraftSession, 'key'>, { subject: Subject, size: ChangeSize }> = {
  status: { subject: 'session-cancelled', size: 'large' },
  venueId: { subject: 'place', size: 'large' },
  planId: { subject: 'place', size: 'large' },
  startsAt: { subject: 'time', size: 'large' },
  endsAt: { subject: 'time', size: 'large' },
  doorsAt: { subject: 'time', size: 'small' },
  saleStartsAt: { subject: 'sale-window', size: 'small' },
  saleEndsAt: { subject: 'sale-window', size: 'small' }
}

function diffSessions(base: EventDraftDocument, next: EventDraftDocument): EventChange[] {
  return byKey(base.sessions, next.sessions).flatMap(({ key, before, after }) => {
    const path = `sessions.${key}`
    if (!before) return added(path, 'session', after)
    if (!after) return [{ path, kind: 'removed', subject: 'session-cancelled', size: 'large', before, after: null, sessionKeys: [key] }]
    return (Object.keys(SESSION_FIELDS) as (keyof typeof SESSION_FIELDS)[]).flatMap((field) => {
      const { subject, size } = SESSION_FIELDS[field]
      return changed(`${path}.${field}`, subject, before[field], after[field], size, size === 'large' ? [key] : []) ?? []
    })
  })
}

/**
 * Prices. What is sold at all, to whom and where, is as large as what it costs; a new price beside the others is not, unless it moves. Who has
 * paid keeps ticket and price, so only where it becomes cheaper than what somebody may have paid are holders concerned.
 */
function diffTicketTypes(base: EventDraftDocument, next: EventDraftDocument): EventChange[] {
  return byKey(base.ticketTypes, next.ticketTypes).flatMap(({ key, before, after }) => {
    const path = `ticketTypes.${key}`
    if (!before) return added(path, 'ticket-type', after, after!.priceRules ? 'large' : 'small')
    if (!after) return [{ path, kind: 'removed', subject: 'ticket-type', size: 'large', before, after: null, sessionKeys: [] }]
    return [
      changed(`${path}.name`, 'ticket-type', before.name, after.name),
      changed(`${path}.planId`, 'ticket-type', before.planId, after.planId, 'large'),
      changed(`${path}.categoryKey`, 'ticket-type', before.categoryKey, after.categoryKey, 'large'),
      changed(`${path}.sessionKeys`, 'ticket-type', sorted(before.sessionKeys), sorted(after.sessionKeys), isNarrower(before, after) ? 'large' : 'small'),
      changed(`${path}.priceMinor`, 'price', before.priceMinor, after.priceMinor, 'large', cheaperIn(base, next, before, after)),
      changed(`${path}.priceRules`, 'price-rules', before.priceRules ?? null, after.priceRules ?? null, 'large'),
      changed(`${path}.saleStartsAt`, 'sale-window', before.saleStartsAt, after.saleStartsAt),
      changed(`${path}.saleEndsAt`, 'sale-window', before.saleEndsAt, after.saleEndsAt)
    ].flatMap(change => change ?? [])
  })
}

function cheaperIn(base: EventDraftDocument, next: EventDraftDocument, before: DraftTicketType, after: DraftTicketType): string[] {
  if (before.priceMinor === null || after.priceMinor === null || after.priceMinor >= before.priceMinor) return []
  const live = new Set(liveSessions(base, next).map(session => session.key))
  return sessionsOfType(base, before).map(session => session.key).filter(key => live.has(key))
}

function isNarrower(before: DraftTicketType, after: DraftTicketType): boolean {
  if (after.sessionKeys === null) return false
  const kept = new Set(after.sessionKeys)
  return before.sessionKeys === null || before.sessionKeys.some(key => !kept.has(key))
}

function diffPromoCodes(base: EventDraftDocument, next: EventDraftDocument): EventChange[] {
  const fields: Exclude<keyof DraftPromoCode, 'key'>[] = ['code', 'percentOff', 'amountOffMinor', 'maxUses', 'startsAt', 'endsAt']
  return byKey(base.promoCodes, next.promoCodes).flatMap(({ key, before, after }) => {
    const path = `promoCodes.${key}`
    if (!before) return added(path, 'promo-code', after)
    if (!after) return [{ path, kind: 'removed', subject: 'promo-code', size: 'small', before, after: null, sessionKeys: [] }]
    return fields.flatMap(field => changed(`${path}.${field}`, 'promo-code', before[field], after[field]) ?? [])
  })
}

/** Sessions that were on before and still are. */
function liveSessions(base: EventDraftDocument, next: EventDraftDocument): DraftSession[] {
  const on = new Set(next.sessions.filter(session => session.status === 'scheduled').map(session => session.key))
  return base.sessions.filter(session => session.status === 'scheduled' && on.has(session.key))
}

function changed(path: string, subject: Subject, before: unknown, after: unknown, size: ChangeSize = 'small', sessionKeys: string[] = []): EventChange | null {
  return sameValue(before, after) ? null : { path, kind: 'changed', subject, size, before, after, sessionKeys }
}

function added(path: string, subject: Subject, after: unknown, size: ChangeSize = 'small'): EventChange[] {
  return [{ path, kind: 'added', subject, size, before: null, after, sessionKeys: [] }]
}

const sorted = (keys: string[] | null) => keys === null ? null : keys.toSorted()
