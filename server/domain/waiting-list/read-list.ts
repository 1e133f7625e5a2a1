import { and, count, eq, inArray } from 'drizzle-orm'
import type { Database } from '#drizzle/database.ts'
import { waitingEntries } from '#drizzle/schema/index.ts'
import { LAST_CALL_SECONDS, type SaleSession, saleSession } from '#server/domain/inventory/index.ts'
import { occasionsOf } from '#server/domain/orders/index.ts'
import type { WaitingListReply } from '#shared/api/waiting-list.ts'
import { offerSeconds } from './offer-window.ts'
import { readListSettings } from './settings.ts'
import { LIVE_STATES } from './transitions.ts'
import { pricedHall } from './wish.ts'

/** What somebody must know who thinks of joining the list of a session. Throws `not-found`. */
export async function readList({ db }: { db: Database }, sessionId: string, userId: string | null): Promise<WaitingListReply> {
  const sale = await saleSession(db, sessionId)
  const [settings, occasions, [sum], own] = await Promise.all([
    readListSettings(db, sessionId), occasionsOf(db, [sessionId]),
    db.select({ waiting: count() }).from(waitingEntries).where(and(eq(waitingEntries.sessionId, sessionId), eq(waitingEntries.state, 'waiting'))),
    userId === null
      ? []
      : db.select({ id: waitingEntries.id }).from(waitingEntries)
          .where(and(eq(waitingEntries.sessionId, sessionId), eq(waitingEntries.userId, userId), inArray(waitingEntries.state, [...LIVE_STATES])))
  ])
  const seconds = offerSeconds(settings.offerMinutes, secondsLeft(sale))
  return {
    occasion: occasions.get(sessionId)!,
    isOpen: settings.isOn && seconds !== null, picks: settings.picks,
    offerMinutes: seconds === null ? null : Math.round(seconds / 60),
    limit: sale.session.perPersonLimit, waiting: sum!.waiting, zones: zonesOf(sale), ownEntryId: own[0]?.id ?? null
  }
}

/** Seconds until the sale ends, 0 where it takes no buyers. */
export function secondsLeft(sale: SaleSession): number {
  const { session, eventStatus } = sale
  const now = sale.now()
  const isOpen = session.status === 'scheduled' && eventStatus === 'approved' && session.saleStartsAt <= now
  return isOpen ? Math.max(0, (session.saleEndsAt.getTime() - now.getTime()) / 1000) : 0
}

/** Whether a sale still has time for an offer. */
export const hasTime = (sale: SaleSession) => secondsLeft(sale) > LAST_CALL_SECONDS

/** The parts of the hall that are sold, each with its price of today. */
export function zonesOf(sale: SaleSession): WaitingListReply['zones'] {
  const currency = sale.ticketTypes[0]?.currency ?? 'CNY'
  const { plan, prices } = pricedHall(sale)
  return plan.categories.flatMap((category, i) => prices[i] === null || prices[i] === undefined ? [] : [{ ...category, price: { amountMinor: prices[i], currency } }])
}
