import { sql } from 'drizzle-orm'
import type { Queryable } from '#drizzle/database.ts'
import type { SessionStatusReply } from '#shared/api/catalogue.ts'
import { SeatStatus, unpackStatus } from '#shared/seating/seat-status.ts'

/** What visitors are shown of one session (`GET /api/sessions/:id/status`). */
export type ShownSeats = Pick<SessionStatusReply, 'seatCount' | 'packed' | 'areas'>

/**
 * I11: what visitors are shown of a session, against what Postgres knows: each difference in words. Ask when nobody buys: a
 * hold that lives is seen by visitors only and counts as a difference.
 */
export async function seatsShownWrongly(db: Queryable, sessionId: string, shown: ShownSeats): Promise<string[]> {
  const [taken, stock] = [await takenSeats(db, sessionId), await freePlaces(db, sessionId)]
  const wrong: string[] = []
  unpackStatus(Buffer.from(shown.packed, 'base64'), shown.seatCount).forEach((status, seat) => {
    const isShownFree = status === SeatStatus.free
    if (isShownFree === taken.has(seat)) wrong.push(`session ${sessionId} seat ${seat} is ${taken.has(seat) ? 'taken' : 'free'} and shown as ${isShownFree ? 'free' : 'taken'}`)
  })
  for (const area of stock) {
    const free = shown.areas[area.key]?.free
    if (free !== area.free) wrong.push(`session ${sessionId} area ${area.key} has ${area.free} places and shows ${free ?? 'none'}`)
  }
  return wrong
}

/** Seats that the public cannot buy: sold, being paid for, kept (by an allotment, or for the waiting list), or not for sale. */
async function takenSeats(db: Queryable, sessionId: string): Promise<Set<number>> {
  const rows = await db.execute<{ seat: number }>(sql`
    select c.seat_index as seat from claims c join orders o on o.id = c.order_id
    where c.session_id = ${sessionId} and ((c.state = 'sold' and not exists (select 1 from resales r where r.id = c.resale_id and r.state = 'open' and coalesce(r.kept_until <= now(), true))) or (c.state = 'pending' and o.expires_at > now()) or (c.state = 'kept' and c.kept_until > now()))
    union
    select unnest(off_sale_seats) from sessions where id = ${sessionId}
    union
    select k.seat_index from seat_allotments k join allotments a on a.id = k.allotment_id
    where k.session_id = ${sessionId} and a.released_at is null and coalesce(a.releases_at > now(), true)`)
  return new Set(rows.map(row => row.seat))
}

async function freePlaces(db: Queryable, sessionId: string): Promise<{ key: string, free: number }[]> {
  const rows = await db.execute<{ key: string, free: number }>(sql`select area_key as key, capacity - taken - kept + offered as free from standing_stock where session_id = ${sessionId}`)
  return [...rows]
}
