import { shiftedByDays } from '#shared/time/shifted-by-days.ts'
import type { EventDraftDocument } from './event-document.ts'

export interface CopyWish {
  /** Whole days of the venue's calendar: what begins at 19:30 does so on the other day too, clock change or not. */
  shiftDays: number
  newKey: () => string
  zoneOf: (venueId: string | null) => string
}

/** The same event once more, under keys of its own. What was cancelled is left out, and prices for that alone with it. */
export function copyDocument(document: EventDraftDocument, { shiftDays, newKey, zoneOf }: CopyWish): EventDraftDocument {
  const kept = document.sessions.filter(session => session.status === 'scheduled')
  const typeKeys = new Map(document.ticketTypes.map(type => [type.key, newKey()]))
  const keys = new Map(kept.map(session => [session.key, newKey()]))
  const zone = zoneOf(kept.find(session => session.venueId)?.venueId ?? null)
  const shift = (instant: string | null, timeZone: string) => instant === null ? null : shiftedByDays(instant, shiftDays, timeZone)
  const ticketTypes = document.ticketTypes
    .map(type => ({
      ...type, key: typeKeys.get(type.key)!, sessionKeys: type.sessionKeys?.flatMap(key => keys.get(key) ?? []) ?? null,
      saleStartsAt: shift(type.saleStartsAt, zone), saleEndsAt: shift(type.saleEndsAt, zone),
      ...(type.priceRules && { priceRules: { ...type.priceRules, byTime: type.priceRules.byTime.map(rule => ({ ...rule, at: shift(rule.at, zone) })) } })
    }))
    .filter(type => type.sessionKeys === null || type.sessionKeys.length > 0)
  return {
    ...document,
    sessions: kept.map((session) => {
      const timeZone = zoneOf(session.venueId)
      return {
        ...session, key: keys.get(session.key)!,
        startsAt: shift(session.startsAt, timeZone), endsAt: shift(session.endsAt, timeZone), doorsAt: shift(session.doorsAt, timeZone),
        saleStartsAt: shift(session.saleStartsAt, timeZone), saleEndsAt: shift(session.saleEndsAt, timeZone)
      }
    }),
    ticketTypes,
    ...(document.quotas && {
      quotas: document.quotas.map(quota => ({ ...quota, key: newKey(), ticketTypeKeys: quota.ticketTypeKeys.map(key => typeKeys.get(key)!).filter(key => ticketTypes.some(type => type.key === key)) }))
        .filter(quota => quota.ticketTypeKeys.length > 0)
    }),
    promoCodes: document.promoCodes.map(promo => ({ ...promo, key: newKey(), startsAt: shift(promo.startsAt, zone), endsAt: shift(promo.endsAt, zone) }))
  }
}
