import { eq, inArray, sql } from 'drizzle-orm'
import type { Database, Transaction } from '#drizzle/database.ts'
import { sessions, waitingEntries } from '#drizzle/schema/index.ts'
import { inTransaction } from '#drizzle/transaction.ts'
import { type HoldStore, LAST_CALL_SECONDS, type SaleSession, letGo, quotasLeft, saleSession, saveFor, tellStore } from '#server/domain/inventory/index.ts'
import { noteSeatsChanged } from '#server/domain/orders/index.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import { moveEntries } from './move-entry.ts'
import { type Savings, nextOffer } from './next-offer.ts'
import { offerSeconds } from './offer-window.ts'
import { type OpenPlaces, openPlaces, readPool } from './read-pool.ts'
import { readListSettings } from './settings.ts'
import { type EntryInLine, readLine } from './the-line.ts'
import { pricedHall } from './wish.ts'
import { NotNow, NotTheirs, writeOffer } from './write-offer.ts'
import type { Pool } from './fit.ts'

export interface ListDeps {
  db: Database
  holds: HoldStore
  /** `guests`: tells people apart by their addresses, for the limit of a person. */
  keys: { guests: Buffer }
}

/** How long places are saved up for one party, in seconds; less where the sale ends before. Then they are given on, and the count begins anew. */
const SAVING_SECONDS = 3_600

/**
 * Makes one offer of what a session has to give, in one transaction, and says whether there may be more: `given`; `nothing` fits
 * anybody any more, and what was kept is free for all; `busy`: another process is at this list. A process that dies in the middle
 * leaves everything as it was, for the next one. `opened`: seats that the public does not see yet (`openPlaces`). `passedBy`: entries
 * that were found to be out of luck now, and wait on.
 */
export async function giveNext(deps: ListDeps, sessionId: string, opened: readonly number[] = [], passedBy: ReadonlySet<string> = new Set()): Promise<'given' | 'nothing' | 'busy'> {
  const [sale, open] = await Promise.all([saleSession(deps.db, sessionId), openPlaces(deps, sessionId, opened)])
  try {
    const { outcome, seats } = await inTransaction(deps.db, tx => give(tx, deps.keys.guests, sale, open, passedBy))
    // The outbox carries the same news; telling at once only makes it faster.
    if (outcome === 'given' || seats.length > 0 || sale.plan.areas.length > 0) await tellStore(deps, sessionId, seats).catch(() => {})
    return outcome
  } catch (error) {
    if (error instanceof NotTheirs) {
      await inTransaction(deps.db, tx => moveEntries(tx, [error.entryId], 'waiting', 'closed', 'waiting-list'))
      return 'given'
    }
    // A quota was used up between looking and offering: those behind may want what has room.
    if (error instanceof NotNow) return await giveNext(deps, sessionId, opened, new Set([...passedBy, error.entryId]))
    // Somebody bought it between looking and taking: the store learns of it, and the next look knows better.
    if (!(error instanceof DomainError && (error.code === 'seat-taken' || error.code === 'area-full'))) throw error
    await tellStore(deps, sessionId, (error.data.seatIndexes as number[] | undefined) ?? [])
    return 'given'
  }
}

async function give(tx: Transaction, guestKey: Buffer, known: SaleSession, open: OpenPlaces, passedBy: ReadonlySet<string>): Promise<{ outcome: 'given' | 'nothing' | 'busy', seats: number[] }> {
  const sessionId = known.session.id
  if (!await lockList(tx, sessionId)) return { outcome: 'busy', seats: [] }
  const [settings, secondsLeft] = await Promise.all([readListSettings(tx, sessionId), secondsLeftOf(tx, sessionId)])
  const seconds = offerSeconds(settings.offerMinutes, secondsLeft)
  const sale = await withQuotas(tx, known)
  const line = settings.isOn && seconds !== null ? (await readLine(tx, sessionId, settings.picks)).filter(entry => !passedBy.has(entry.id)) : []
  const saving = new Set(line.filter(entry => entry.isSaving).map(entry => entry.id))
  const pool = await readPool(tx, sale, open, id => saving.has(id))
  const { offer, savings } = nextOffer(pricedHall(sale), pool, line.map(entry => hasSaved(entry) ? { ...entry, passedOver: 0 } : entry))
  if (!offer) return { outcome: 'nothing', seats: await settleRest(tx, sessionId, pool, line, savings, secondsLeft) }
  const seats = await writeOffer(tx, sale, pool, offer, { seconds: seconds!, givenBy: 'list', guestKey })
  if (offer.passed) await tx.update(waitingEntries).set({ passedOver: sql`${waitingEntries.passedOver} + 1` }).where(eq(waitingEntries.id, offer.passed))
  return { outcome: 'given', seats }
}

/** The session with what is left of its quotas now, where it has any. */
export async function withQuotas(tx: Transaction, sale: SaleSession): Promise<SaleSession> {
  return sale.quotas.length === 0 ? sale : { ...sale, quotas: (await quotasLeft(tx, [sale.session.id])).get(sale.session.id) ?? [] }
}

/** Whether the time to save for somebody is over: what was saved goes on to the others, and his count begins anew. */
const hasSaved = (entry: EntryInLine) => entry.savingUntil !== null && !entry.isSaving

/** One process at a time gives places of a session away; the others have something else to do. False: not now. */
export async function lockList(tx: Transaction, sessionId: string, isPatient = false): Promise<boolean> {
  const key = sql`hashtextextended(${`waiting-list:${sessionId}`}, 0)`
  if (isPatient) {
    await tx.execute(sql`select pg_advisory_xact_lock(${key})`)
    return true
  }
  const [row] = await tx.execute<{ locked: boolean }>(sql`select pg_try_advisory_xact_lock(${key}) as locked`)
  return row!.locked
}

/** Seconds until the sale of a session ends by the clock of Postgres; 0 where it takes no buyers any more. */
export async function secondsLeftOf(tx: Transaction, sessionId: string): Promise<number> {
  const [row] = await tx.select({ left: sql<number>`extract(epoch from ${sessions.saleEndsAt} - now())::float8`, isOpen: sql<boolean>`${sessions.status} = 'scheduled' and ${sessions.saleStartsAt} <= now()` })
    .from(sessions).where(eq(sessions.id, sessionId))
  return row?.isOpen ? Math.max(0, row.left) : 0
}

/** Nothing fits anybody: what is to be saved up is saved, everything else that was kept goes to the public sale. */
async function settleRest(tx: Transaction, sessionId: string, pool: Pool, line: readonly EntryInLine[], savings: Savings[], secondsLeft: number): Promise<number[]> {
  const over = line.filter(hasSaved).map(entry => entry.id)
  if (over.length > 0) await tx.update(waitingEntries).set({ savingUntil: null, passedOver: 0 }).where(inArray(waitingEntries.id, over))
  const saved = { seats: new Set<number>(), lines: new Set<string>() }
  for (const { entryId, seats, orderLineIds } of savings) {
    await saveFor(tx, sessionId, entryId, await savingUntil(tx, entryId, secondsLeft), seats, orderLineIds)
    for (const seat of seats) saved.seats.add(seat)
    for (const id of orderLineIds) saved.lines.add(id)
  }
  const seats = [...pool.kept.keys()].filter(seat => !saved.seats.has(seat))
  const lines = [...pool.areas.values()].flatMap(area => area.kept).map(line => line.orderLineId).filter(id => !saved.lines.has(id))
  await letGo(tx, sessionId, seats, lines)
  if (pool.kept.size + lines.length > 0) await noteSeatsChanged(tx, [{ sessionId, seats: [...pool.kept.keys()] }])
  return [...pool.kept.keys()]
}

async function savingUntil(tx: Transaction, entryId: string, secondsLeft: number): Promise<Date> {
  const seconds = Math.min(SAVING_SECONDS, Math.max(0, secondsLeft - LAST_CALL_SECONDS))
  const [entry] = await tx.update(waitingEntries).set({ savingUntil: sql`coalesce(${waitingEntries.savingUntil}, now() + make_interval(secs => ${seconds}))` })
    .where(eq(waitingEntries.id, entryId)).returning({ until: waitingEntries.savingUntil })
  return entry!.until!
}
