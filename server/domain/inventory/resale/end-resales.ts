import { and, asc, eq, inArray } from 'drizzle-orm'
import type { Transaction } from '#drizzle/database.ts'
import { type ResaleRow, claims, resales } from '#drizzle/schema/index.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import { moveResale } from './move-resale.ts'
import { countOffered } from './offer-place.ts'
import { unlockTicket } from './return-offered.ts'

/** What happens to a ticket that somebody is paying for: it is refused, it stays as it is, or its place is his without it. */
export type WhenLocked = 'refuse' | 'leave' | 'part'

/**
 * Takes tickets off sale, whose rows the caller has locked. Throws `resale-locked` where somebody is paying for one and that is refused.
 * @returns the resales that ended; `parted`: tickets whose places are a buyer's already, and not theirs to give up
 */
export async function endResales(tx: Transaction, ticketIds: readonly string[], to: 'withdrawn' | 'lapsed', actor: string, whenLocked: WhenLocked = 'refuse'): Promise<{ ended: ResaleRow[], parted: Set<string> }> {
  const [ended, parted]: [ResaleRow[], Set<string>] = [[], new Set()]
  if (ticketIds.length === 0) return { ended, parted }
  const live = await tx.select().from(resales).where(and(inArray(resales.ticketId, [...ticketIds]), inArray(resales.state, ['open', 'locked']))).orderBy(asc(resales.id)).for('update')
  for (const resale of live) {
    if (resale.state === 'locked' && whenLocked === 'leave') continue
    if (resale.state === 'locked' && whenLocked === 'refuse') throw new DomainError('resale-locked')
    if (!await moveResale(tx, resale, resale.state, resale.state === 'locked' ? 'withdrawn' : to, actor)) continue
    ended.push(resale)
    if (resale.state === 'locked') {
      parted.add(resale.ticketId)
      await unlockTicket(tx, resale.ticketId)
    } else {
      await hideOffered(tx, resale)
    }
  }
  return { ended, parted }
}

/** The place is its owner's alone again. */
async function hideOffered(tx: Transaction, resale: ResaleRow): Promise<void> {
  if (resale.seatIndex !== null) await tx.update(claims).set({ resaleId: null }).where(eq(claims.resaleId, resale.id))
  else if (resale.keptUntil === null) await countOffered(tx, resale, -1)
}
