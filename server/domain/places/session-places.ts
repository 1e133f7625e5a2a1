import { and, asc, eq, inArray, sql } from 'drizzle-orm'
import type { Database } from '#drizzle/database.ts'
import { type AccessCodeRow, accessCodes, allotments, seatAllotments, standingAllotments } from '#drizzle/schema/index.ts'
import { isLive, ownedSeats } from '#server/domain/inventory/index.ts'
import { type Author, ownSession } from '#server/domain/publishing/index.ts'
import { loadPlan } from '#server/domain/seating/index.ts'
import type { AccessCodeView, SessionPlacesReply } from '#shared/api/session-places.ts'
import type { SeatingPlan } from '#shared/seating/plan.ts'
import { guestsOf } from './guests-of.ts'

/** What of the author's session is kept, for whom, and how much there is of the rest. Throws `not-found`. */
export async function sessionPlaces({ db }: { db: Database }, author: Author, sessionId: string): Promise<SessionPlacesReply> {
  const { session } = await ownSession(db, author, sessionId)
  const [plan, rows] = await Promise.all([loadPlan(db, session.planId), db.select().from(allotments).where(and(eq(allotments.sessionId, sessionId), isLive)).orderBy(asc(allotments.createdAt), asc(allotments.id))])
  const ids = rows.map(row => row.id)
  const [seats, standing, codes, guests, areas] = await Promise.all([
    ids.length === 0 ? [] : db.select().from(seatAllotments).where(inArray(seatAllotments.allotmentId, ids)).orderBy(seatAllotments.seatIndex),
    db.select().from(standingAllotments).where(eq(standingAllotments.sessionId, sessionId)),
    db.select().from(accessCodes).where(eq(accessCodes.sessionId, sessionId)).orderBy(asc(accessCodes.createdAt)),
    guestsOf(db, sessionId),
    areasOf(db, sessionId, plan)
  ])
  const taken = new Set((await ownedSeats(db, sessionId, seats.map(seat => seat.seatIndex))).map(seat => seat.seatIndex))
  return {
    sessionId,
    allotments: rows.map((row) => {
      const own = seats.filter(seat => seat.allotmentId === row.id).map(seat => seat.seatIndex)
      return {
        id: row.id, kind: row.kind, name: row.name, note: row.note, releasesAt: row.releasesAt?.toISOString() ?? null,
        seats: own, takenSeats: own.filter(seat => taken.has(seat)),
        standing: standing.filter(place => place.allotmentId === row.id && place.quantity > 0).map(({ areaKey, quantity, used }) => ({ areaKey, quantity, used })),
        codes: codes.filter(code => code.allotmentId === row.id).map(viewOf),
        guests: guests.get(row.id) ?? []
      }
    }),
    formerGuests: [...guests].flatMap(([allotmentId, invited]) => ids.includes(allotmentId) ? [] : invited.map(guest => ({ ...guest, allotmentId }))),
    offSale: session.offSaleSeats.toSorted((a, b) => a - b),
    areas
  }
}

function viewOf(code: AccessCodeRow): AccessCodeView {
  return {
    id: code.id, code: code.code, places: code.places, used: code.used, perPerson: code.perPerson,
    startsAt: code.startsAt?.toISOString() ?? null, endsAt: code.endsAt?.toISOString() ?? null, isRetired: code.retiredAt !== null
  }
}

async function areasOf(db: Database, sessionId: string, plan: SeatingPlan): Promise<SessionPlacesReply['areas']> {
  const rows = await db.execute<{ area_key: string, capacity: number, kept: number, sold: number, pending: number }>(sql`
    select k.area_key, k.capacity, k.kept,
      coalesce(sum(c.quantity) filter (where c.state = 'sold'), 0)::int as sold, coalesce(sum(c.quantity) filter (where c.state = 'pending'), 0)::int as pending
    from standing_stock k left join standing_claims c on c.session_id = k.session_id and c.area_key = k.area_key and c.state <> 'released'
    where k.session_id = ${sessionId} group by k.area_key, k.capacity, k.kept`)
  const byKey = new Map(rows.map(row => [row.area_key, row]))
  return plan.areas.flatMap((area) => {
    const row = byKey.get(area.key)
    return row ? [{ areaKey: area.key, name: area.name, planCapacity: area.capacity, capacity: row.capacity, sold: row.sold, pending: row.pending, kept: row.kept }] : []
  })
}
