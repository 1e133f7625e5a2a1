import { and, asc, count, desc, eq, inArray, sql, sum } from 'drizzle-orm'
import type { Database } from '#drizzle/database.ts'
import { orders, waitingEntries, waitingOffers } from '#drizzle/schema/index.ts'
import { type SaleSession, saleSession } from '#server/domain/inventory/index.ts'
import { occasionsOf } from '#server/domain/orders/index.ts'
import { type Author, ownSession } from '#server/domain/publishing/index.ts'
import type { WaitingListDeskReply } from '#shared/api/waiting-list.ts'
import { offerSeconds } from './offer-window.ts'
import { secondsLeft, zonesOf } from './read-list.ts'
import { type ListSettings, readListSettings } from './settings.ts'

const SHOWN = 100

/** The list of a session for its publisher. Throws `not-found` for what is not the author's. A constant number of queries. */
export async function readDesk({ db }: { db: Database }, author: Author, sessionId: string): Promise<WaitingListDeskReply> {
  await ownSession(db, author, sessionId)
  const [sale, settings, occasions, sums, wishes, offers] = await Promise.all([
    saleSession(db, sessionId), readListSettings(db, sessionId), occasionsOf(db, [sessionId]), sumsOf(db, sessionId), wishesOf(db, sessionId), offersOf(db, sessionId)
  ])
  const seconds = offerSeconds(settings.offerMinutes, secondsLeft(sale))
  return {
    settings, offerMinutesNow: seconds === null ? null : Math.round(seconds / 60), timeZone: occasions.get(sessionId)!.timeZone, currency: sale.ticketTypes[0]?.currency ?? '',
    sums, demand: demandOf(sale, wishes), line: await firstInLine(db, sessionId, settings.picks), offers
  }
}

async function sumsOf(db: Database, sessionId: string): Promise<WaitingListDeskReply['sums']> {
  const rows = await db.select({ state: waitingEntries.state, entries: count(), places: sum(waitingEntries.places).mapWith(Number) })
    .from(waitingEntries).where(eq(waitingEntries.sessionId, sessionId)).groupBy(waitingEntries.state)
  const of = (state: string) => rows.find(row => row.state === state)
  const entries = (state: string) => of(state)?.entries ?? 0
  return {
    unconfirmed: entries('unconfirmed'), waiting: entries('waiting'), places: of('waiting')?.places ?? 0, offered: entries('offered'),
    bought: entries('bought'), lapsed: entries('lapsed'), left: entries('left')
  }
}

interface Wished { categoryKeys: string[], places: number, wishes: number }

async function wishesOf(db: Database, sessionId: string): Promise<Wished[]> {
  return await db.select({ categoryKeys: waitingEntries.categoryKeys, places: waitingEntries.places, wishes: count() }).from(waitingEntries)
    .where(and(eq(waitingEntries.sessionId, sessionId), eq(waitingEntries.state, 'waiting')))
    .groupBy(waitingEntries.categoryKeys, waitingEntries.places).orderBy(asc(waitingEntries.places))
}

function demandOf(sale: SaleSession, wishes: Wished[]): WaitingListDeskReply['demand'] {
  const zones = zonesOf(sale).map(({ price: _, ...zone }) => zone)
  return [...zones, null].map((zone) => {
    const asked = wishes.filter(wish => zone ? wish.categoryKeys.includes(zone.key) : wish.categoryKeys.length === 0)
    const sizes = Map.groupBy(asked, wish => wish.places)
    return { zone, bySize: [...sizes].map(([places, of]) => ({ places, wishes: of.reduce((all, wish) => all + wish.wishes, 0) })) }
  }).filter(row => row.bySize.length > 0)
}

async function firstInLine(db: Database, sessionId: string, picks: ListSettings['picks']): Promise<WaitingListDeskReply['line']> {
  const rows = await db.select({ entry: waitingEntries, isSaving: sql<boolean>`coalesce(${waitingEntries.savingUntil} > now(), false)` }).from(waitingEntries)
    .where(and(eq(waitingEntries.sessionId, sessionId), inArray(waitingEntries.state, ['waiting'])))
    .orderBy(asc(picks === 'lottery' ? waitingEntries.lot : waitingEntries.turn), asc(waitingEntries.turn)).limit(SHOWN)
  return rows.map(({ entry: { id, name, userId, places, atLeast, together, categoryKeys, maxPriceMinor, passedOver, createdAt }, isSaving }) => ({
    id, name: masked(name), isGuest: userId === null, wish: { places, atLeast, together, categoryKeys, maxPriceMinor }, passedOver, isSaving, joinedAt: createdAt.toISOString()
  }))
}

async function offersOf(db: Database, sessionId: string): Promise<WaitingListDeskReply['offers']> {
  const rows = await db.select({ offer: waitingOffers, order: orders, name: waitingEntries.name }).from(waitingOffers)
    .innerJoin(orders, eq(orders.id, waitingOffers.orderId)).innerJoin(waitingEntries, eq(waitingEntries.id, waitingOffers.entryId))
    .where(eq(waitingOffers.sessionId, sessionId)).orderBy(desc(waitingOffers.createdAt)).limit(SHOWN)
  return rows.map(({ offer, order, name }) => ({
    id: offer.id, entryId: offer.entryId, name: masked(name), places: offer.places, total: { amountMinor: order.totalMinor, currency: order.currency },
    until: offer.until.toISOString(), byHand: offer.givenBy !== 'list', outcome: offer.outcome, reference: order.reference
  }))
}

/** The first letter of each part of a name: enough to tell people apart. */
export function masked(name: string): string {
  return name.trim().split(/\s+/).map(part => `${[...part][0] ?? ''}…`).join(' ')
}
