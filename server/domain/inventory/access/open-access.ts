import { and, eq, sql } from 'drizzle-orm'
import type { Queryable } from '#drizzle/database.ts'
import { accessCodes, allotments, seatAllotments, standingAllotments } from '#drizzle/schema/index.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import { isLive } from '../allotments/live.ts'
import { isUsable } from './usable.ts'

/** What a code opens at this moment. Whether it still does is decided when an order is written. */
export interface AccessGrant {
  codeId: string
  allotmentId: string
  name: string
  /** Places that are left for all who have the code together. */
  left: number
  perPerson: number | null
  endsAt: Date | null
  /** Kept seats, whether they are free or not. */
  seats: number[]
  areas: { areaKey: string, free: number }[]
}

/** What a code opens, as somebody typed it. Throws `access-code-refused`, alike for unknown, early, late, retired and used up. */
export async function openAccess(db: Queryable, sessionId: string, typed: string): Promise<AccessGrant> {
  const [found] = await db.select({ code: accessCodes, name: allotments.name }).from(accessCodes).innerJoin(allotments, eq(allotments.id, accessCodes.allotmentId))
    .where(and(eq(accessCodes.sessionId, sessionId), eq(accessCodes.code, typed.trim().toUpperCase()), isUsable, isLive, sql`${accessCodes.used} < ${accessCodes.places}`))
  if (!found) throw new DomainError('access-code-refused')
  const { code, name } = found
  const [seats, areas] = await Promise.all([
    db.select({ seatIndex: seatAllotments.seatIndex }).from(seatAllotments).where(eq(seatAllotments.allotmentId, code.allotmentId)).orderBy(seatAllotments.seatIndex),
    db.select({ areaKey: standingAllotments.areaKey, free: sql<number>`${standingAllotments.quantity} - ${standingAllotments.used}` })
      .from(standingAllotments).where(eq(standingAllotments.allotmentId, code.allotmentId)).orderBy(standingAllotments.areaKey)
  ])
  return { codeId: code.id, allotmentId: code.allotmentId, name, left: code.places - code.used, perPerson: code.perPerson, endsAt: code.endsAt, seats: seats.map(s => s.seatIndex), areas }
}

/** Places that a person has by a code in other orders than this one: sold, or being paid for. */
export async function placesByAccess(db: Queryable, codeId: string, order: { id: string, personKey: string, personEmailHash: string | null }): Promise<number> {
  const [row] = await db.execute<{ places: number }>(sql`
    select coalesce(sum(c.places), 0)::int as places from (
      select order_id, state, 1 as places from claims where access_code_id = ${codeId}
      union all
      select order_id, state, quantity from standing_claims where access_code_id = ${codeId}
    ) c join orders o on o.id = c.order_id
    where o.id <> ${order.id} and (o.person_key = ${order.personKey} or o.person_email_hash = ${order.personEmailHash})
      and (c.state = 'sold' or (c.state = 'pending' and o.expires_at > now()))`)
  return row?.places ?? 0
}
