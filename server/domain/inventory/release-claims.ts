import { type SQL, and, eq, inArray, sql } from 'drizzle-orm'
import type { Transaction } from '#drizzle/database.ts'
import { claims, standingClaims } from '#drizzle/schema/index.ts'
import { giveBackAccess } from './access/use-access.ts'
import { giveBackToAllotments } from './allotments/out-of-allotments.ts'
import { givenUp } from './kept.ts'
import { giveBackQuotas } from './quotas/claim-quotas.ts'
import { returnOffered } from './resale/return-offered.ts'
import { giveBackStanding } from './standing-counter.ts'

/**
 * Gives up what orders claim: seats can be claimed anew, standing places go back into their counters once, and so do the uses of
 * access codes and quotas. Where somebody waits for places of the session they are kept for the waiting list instead, in the same
 * statement: the public sale never sees them before it. What an allotment keeps goes back to it, and to no list; what
 * was taken from somebody who offered it goes back to him.
 */
export async function releaseClaims(tx: Transaction, orderIds: string[]): Promise<void> {
  if (orderIds.length > 0) await releaseClaimsWhere(tx, { orderIds })
}

/** The same for some lines of the orders only, where they are named. */
export async function releaseClaimsWhere(tx: Transaction, { orderIds, orderLineIds }: { orderIds: string[], orderLineIds?: string[] }): Promise<void> {
  if (orderLineIds?.length === 0) return
  await returnOffered(tx, orderIds, orderLineIds)
  const seat = unlessAllotted(sql`exists (
    select 1 from seat_allotments k join allotments a on a.id = k.allotment_id and a.released_at is null and coalesce(a.releases_at > now(), true)
    where k.session_id = ${claims.sessionId} and k.seat_index = ${claims.seatIndex})`, givenUp(claims.sessionId))
  const seats = await tx.update(claims).set({ ...seat, releasedAt: sql`case when ${seat.keptUntil} is null then now() end` })
    .where(and(inArray(claims.orderId, orderIds), orderLineIds && inArray(claims.orderLineId, orderLineIds), inArray(claims.state, ['pending', 'sold'])))
    .returning({ sessionId: claims.sessionId, orderLineId: claims.orderLineId, accessCodeId: claims.accessCodeId })
  const places = await tx.update(standingClaims).set(unlessAllotted(sql`${standingClaims.allotmentId} is not null`, givenUp(standingClaims.sessionId)))
    .where(and(inArray(standingClaims.orderId, orderIds), orderLineIds && inArray(standingClaims.orderLineId, orderLineIds), inArray(standingClaims.state, ['pending', 'sold'])))
    .returning()
  await giveBackAccess(tx, [...seats.map(one => ({ ...one, quantity: 1 })), ...places])
  // A code is used by who has its places; whoever is offered them next has none of it.
  await tx.update(claims).set({ accessCodeId: null }).where(and(inArray(claims.orderId, orderIds), eq(claims.state, 'kept'), sql`${claims.accessCodeId} is not null`))
  await giveBackQuotas(tx, [...seats.map(seat => ({ ...seat, quantity: 1 })), ...places])
  const freed = places.filter(place => place.state === 'released')
  await giveBackStanding(tx, freed, await giveBackToAllotments(tx, freed))
}

function unlessAllotted(isAllotted: SQL, otherwise: { state: SQL, keptUntil: SQL }): { state: SQL, keptUntil: SQL } {
  return {
    state: sql`case when ${isAllotted} then 'released'::claim_state else ${otherwise.state} end`,
    keptUntil: sql`case when not ${isAllotted} then ${otherwise.keptUntil} end`
  }
}
