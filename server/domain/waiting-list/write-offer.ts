import { eq } from 'drizzle-orm'
import type { Transaction } from '#drizzle/database.ts'
import { waitingEntries, waitingOffers } from '#drizzle/schema/index.ts'
import { type SaleSession, letGo, letGoSome, linesFor, linesOf } from '#server/domain/inventory/index.ts'
import { giveNotice } from '#server/domain/notify/index.ts'
import { offerOrder, personBehind } from '#server/domain/orders/index.ts'
import type { HoldLine } from '#shared/api/holds.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import { newId } from '#shared/ids/id.ts'
import { type Fit, type Pool, placesIn } from './fit.ts'
import { moveEntries } from './move-entry.ts'
import { offerNotice } from './notices.ts'

const THEIRS_TO_LACK: ReadonlySet<string> = new Set(['limit-reached', 'table-over-limit', 'login-required'])

/** The person may not have these places: he has as many as the session allows, or his account is gone. */
export class NotTheirs extends Error {
  readonly entryId: string
  constructor(entryId: string, cause: unknown) {
    super('the entry can be offered nothing', { cause })
    this.entryId = entryId
  }
}

/** Nobody may have so many of these tickets now: a quota of the session is used up. The entry waits on. */
export class NotNow extends Error {
  readonly entryId: string
  constructor(entryId: string, cause: unknown) {
    super('the entry cannot be offered this now', { cause })
    this.entryId = entryId
  }
}

/**
 * Offers places to an entry: the claims that kept them end and those of its order begin, in one transaction, so that nobody gets in
 * between. @returns the seats that changed hands
 */
export async function writeOffer(tx: Transaction, sale: SaleSession, pool: Pool, { entryId, fit }: { entryId: string, fit: Fit }, terms: { seconds: number, givenBy: string, guestKey: Buffer }): Promise<number[]> {
  const sessionId = sale.session.id
  const [entry] = await tx.select().from(waitingEntries).where(eq(waitingEntries.id, entryId)).for('update')
  if (entry?.state !== 'waiting') throw new DomainError('illegal-transition', { state: entry?.state ?? 'gone' })
  if ('seats' in fit) await letGo(tx, sessionId, fit.seats.filter(seat => pool.kept.has(seat)), [])
  else await letGoSome(tx, sessionId, neededOf(pool, entryId, fit))
  const offerId = newId()
  const person = await personBehind(tx, terms.guestKey, entry)
  const { orderId, until } = await offerLines(tx, sale, { ...entry, ...person }, offerId, fit, terms.seconds).catch((error: unknown) => {
    if (!(error instanceof DomainError)) throw error
    if (error.code === 'quota-full') throw new NotNow(entryId, error)
    throw THEIRS_TO_LACK.has(error.code) ? new NotTheirs(entryId, error) : error
  })
  const offer = { id: offerId, entryId, sessionId, orderId, places: placesIn(fit), givenBy: terms.givenBy, until }
  await tx.insert(waitingOffers).values(offer)
  await moveEntries(tx, [entryId], 'waiting', 'offered', terms.givenBy === 'list' ? 'waiting-list' : terms.givenBy)
  await giveNotice(tx, await offerNotice(tx, entry, offer))
  return 'seats' in fit ? fit.seats : []
}

async function offerLines(tx: Transaction, sale: SaleSession, to: Parameters<typeof offerOrder>[2], offerId: string, fit: Fit, seconds: number) {
  return await offerOrder(tx, sale, to, offerId, linesOfFit(sale, fit), seconds)
}

function linesOfFit(sale: SaleSession, fit: Fit): HoldLine[] {
  return linesOf(sale.plan, 'seats' in fit ? linesFor(sale, new Map(fit.seats.map(seat => [seat, undefined]))) : linesFor(sale, new Map(), [fit]))
}

/** Of kept lines, what a fit of standing places needs of each: those saved for the entry first. */
function neededOf(pool: Pool, entryId: string, fit: { areaKey: string, quantity: number }): { orderLineId: string, quantity: number }[] {
  const his = pool.areas.get(fit.areaKey)!.kept.filter(line => line.keptFor === null || line.keptFor === entryId).toSorted((a, b) => Number(b.keptFor === entryId) - Number(a.keptFor === entryId))
  let missing = fit.quantity
  return his.flatMap((line) => {
    const quantity = Math.min(missing, line.quantity)
    missing -= quantity
    return quantity > 0 ? [{ orderLineId: line.orderLineId, quantity }] : []
  })
}
