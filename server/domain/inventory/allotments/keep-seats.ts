import { and, eq, inArray, isNotNull, sql } from 'drizzle-orm'
import type { Transaction } from '#drizzle/database.ts'
import { seatAllotments, sessions } from '#drizzle/schema/index.ts'

/**
 * Puts seats into an allotment, out of whichever keeps them now; null: opens them to everybody. Seats that were off sale from the
 * start are so no more. Take the lock of the session's places first, and see that nobody owns what is to be kept.
 * @returns the seats that changed, and whether the list of those off sale did
 */
export async function keepSeats(tx: Transaction, sessionId: string, seats: number[], allotmentId: string | null): Promise<{ seats: number[], isListChanged: boolean }> {
  if (seats.length === 0) return { seats: [], isListChanged: false }
  const asked = sql`${`{${seats.join(',')}}`}::text::int[]`
  const changed = allotmentId
    ? await tx.execute<{ seat_index: number }>(sql`
        insert into seat_allotments as s (session_id, seat_index, allotment_id) select ${sessionId}, seat, ${allotmentId} from unnest(${asked}) as seat
        on conflict (session_id, seat_index) do update set allotment_id = excluded.allotment_id where s.allotment_id is distinct from excluded.allotment_id
        returning seat_index`)
    : await tx.update(seatAllotments).set({ allotmentId: null })
        .where(and(eq(seatAllotments.sessionId, sessionId), inArray(seatAllotments.seatIndex, seats), isNotNull(seatAllotments.allotmentId))).returning({ seat_index: seatAllotments.seatIndex })
  const opened = await tx.update(sessions).set({ offSaleSeats: sql`array(select seat from unnest(${sessions.offSaleSeats}) as seat where seat <> all(${asked}))` })
    .where(and(eq(sessions.id, sessionId), sql`${sessions.offSaleSeats} && ${asked}`)).returning({ id: sessions.id })
  return { seats: changed.map(row => row.seat_index), isListChanged: opened.length > 0 }
}
