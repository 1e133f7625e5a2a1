import { and, desc, eq, gt, inArray, or, sql } from 'drizzle-orm'
import type { Database } from '#drizzle/database.ts'
import { type WaitingEntryRow, waitingEntries } from '#drizzle/schema/index.ts'
import { saleSession } from '#server/domain/inventory/index.ts'
import { type OrderReader, occasionsOf } from '#server/domain/orders/index.ts'
import type { WaitingEntryReply } from '#shared/api/waiting-list.ts'
import { recently } from '#shared/memo/recently.ts'
import { ownEntry } from './entry-access.ts'
import { type OfferOut, offersOut } from './offers-out.ts'
import { countBefore, whatHelps } from './place-in-line.ts'
import { zonesOf } from './read-list.ts'
import { type ListSettings, readListSettings } from './settings.ts'
import { type EntryInLine, readLine } from './the-line.ts'
import { LIVE_STATES } from './transitions.ts'
import { pricedHall } from './wish.ts'

/** How old the line may be that somebody is shown his place in, in ms. */
const FRESH_MS = 2_000
const remember = recently<{ settings: ListSettings, line: EntryInLine[] }>(FRESH_MS, { name: 'waiting-lines' })

/** Entries that are over are shown for so long. */
const SHOWN_DAYS = 30
const MOST = 50

/** An entry for its owner: his place, what would help, what he is offered. Throws `not-found` for everybody else. */
export async function readEntry(db: Database, reader: OrderReader, id: string): Promise<WaitingEntryReply> {
  return (await describe(db, [await ownEntry(db, reader, id)]))[0]!
}

/** What somebody waits for, and waited for lately, the newest first. */
export async function listOwnEntries(db: Database, userId: string): Promise<{ entries: WaitingEntryReply[] }> {
  const rows = await db.select().from(waitingEntries)
    .where(and(eq(waitingEntries.userId, userId), or(inArray(waitingEntries.state, [...LIVE_STATES]), gt(waitingEntries.endedAt, sql`now() - make_interval(days => ${SHOWN_DAYS})`))))
    .orderBy(desc(waitingEntries.createdAt)).limit(MOST)
  return { entries: await describe(db, rows) }
}

async function describe(db: Database, rows: WaitingEntryRow[]): Promise<WaitingEntryReply[]> {
  const [occasions, offers] = await Promise.all([occasionsOf(db, rows.map(row => row.sessionId)), offersOut(db, rows.map(row => row.id))])
  return await Promise.all(rows.map(async (entry) => {
    const { sessionId } = entry
    const [sale, { settings, line }] = await Promise.all([saleSession(db, sessionId), remember(db, sessionId, () => lineOf(db, sessionId))])
    const own = offers.get(entry.id)
    const state = entry.state === 'offered' ? stateOf(own) : entry.state
    const { places, atLeast, together, categoryKeys, maxPriceMinor } = entry
    const wish = { places, atLeast, together, categoryKeys, maxPriceMinor }
    const at = line.findIndex(other => other.id === entry.id)
    const before = settings.picks === 'lottery' ? line.filter(other => other.id !== entry.id) : line.slice(0, Math.max(0, at))
    const isKnown = state === 'waiting' && at >= 0
    return {
      id: entry.id, state, occasion: occasions.get(sessionId)!, wish, zones: zonesOf(sale), limit: sale.session.perPersonLimit, picks: settings.picks,
      email: entry.email, isGuest: entry.userId === null,
      others: isKnown ? countBefore(pricedHall(sale), before, wish) : null,
      helps: isKnown ? whatHelps(pricedHall(sale), before, wish) : [],
      offer: state === 'offered' ? shown(own!) : null,
      joinedAt: entry.createdAt.toISOString()
    }
  }))
}

/** What became of an offer is so for whoever looks, though the news of it may still be on their way to the entry. */
function stateOf(offer: { orderState: string, remainingMs: number } | undefined): 'offered' | 'bought' | 'left' | 'lapsed' {
  if (offer?.orderState === 'pending' && offer.remainingMs > 0) return 'offered'
  if (offer?.orderState === 'paid') return 'bought'
  return offer?.orderState === 'cancelled' ? 'left' : 'lapsed'
}

const shown = ({ orderId, places, seats, total, until, remainingMs }: OfferOut) => ({ orderId, places, seats, total, until: until.toISOString(), remainingMs })

async function lineOf(db: Database, sessionId: string): Promise<{ settings: ListSettings, line: EntryInLine[] }> {
  const settings = await readListSettings(db, sessionId)
  return { settings, line: await readLine(db, sessionId, settings.picks) }
}
