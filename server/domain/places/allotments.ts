import { eq } from 'drizzle-orm'
import { allotments } from '#drizzle/schema/index.ts'
import { recordAudit } from '#server/domain/accounts/index.ts'
import { keepPlaces, keepSeats, releaseAllotments, renumbered } from '#server/domain/inventory/index.ts'
import { expireBlocking } from '#server/domain/orders/index.ts'
import type { Author } from '#server/domain/publishing/index.ts'
import type { ChangeAllotmentInput, CreateAllotmentInput } from '#shared/api/session-places.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import { newId } from '#shared/ids/id.ts'
import { withTheirTables } from '#shared/seating/plan.ts'
import { changePlaces } from './change-places.ts'
import { seatsNamed } from './named-seats.ts'
import type { PlacesDeps } from './places-deps.ts'
import { requireAllotment } from './require-allotment.ts'
import { requireUnused } from './require-unused.ts'

/**
 * Keeps seats and standing places of a session from the public: all that is asked, or nothing; of a table that is sold whole all seats. Throws `places-in-use` for seats that
 * somebody owns or holds, `area-full`, `seat-not-in-session`, `not-found`. @returns the allotment's id
 */
export async function createAllotment(deps: PlacesDeps, author: Author, sessionId: string, wish: CreateAllotmentInput): Promise<string> {
  const id = newId()
  await changePlaces(deps, author, sessionId, async (tx, sale) => {
    const seats = withTheirTables(sale.plan, seatsNamed(sale, wish.seatIds))
    await expireBlocking(tx, sessionId, seats, wish.standing.map(place => place.areaKey))
    await requireUnused(tx, deps.holds, sale, seats)
    await tx.insert(allotments).values({ id, sessionId, ...fieldsOf(wish) })
    const kept = await keepSeats(tx, sessionId, seats, id)
    for (const { areaKey, quantity } of wish.standing.toSorted((a, b) => a.areaKey < b.areaKey ? -1 : 1)) await keepPlaces(tx, sessionId, id, areaKey, quantity)
    await recordAudit(tx, {
      actor: author.userId, action: 'allotment.created', subjectType: 'allotment', subjectId: id, toState: 'kept',
      details: { sessionId, kind: wish.kind, name: wish.name, seats: seats.length, standing: wish.standing, releasesAt: wish.releasesAt }
    })
    return kept
  })
  return id
}

/** Changes what an allotment is called, what it is for, and when it releases itself. Throws `illegal-transition` once it was released, `not-found`. */
export async function changeAllotment(deps: PlacesDeps, author: Author, sessionId: string, allotmentId: string, wish: ChangeAllotmentInput): Promise<void> {
  await changePlaces(deps, author, sessionId, async (tx) => {
    const before = await requireAllotment(tx, sessionId, allotmentId)
    await tx.update(allotments).set(fieldsOf(wish)).where(eq(allotments.id, allotmentId))
    await recordAudit(tx, {
      actor: author.userId, action: 'allotment.changed', subjectType: 'allotment', subjectId: allotmentId,
      details: { sessionId, before: { kind: before.kind, name: before.name, releasesAt: before.releasesAt }, after: { kind: wish.kind, name: wish.name, releasesAt: wish.releasesAt } }
    })
    // Another time is another fact of every seat of it.
    return { seats: await renumbered(tx, sessionId, allotmentId) }
  })
}

/** Gives an allotment's places to everybody, now. What was sold out of it stays sold; its codes open nothing any more. Throws `illegal-transition`, `not-found`. */
export async function releaseAllotment(deps: PlacesDeps, author: Author, sessionId: string, allotmentId: string): Promise<void> {
  await changePlaces(deps, author, sessionId, async (tx) => {
    await requireAllotment(tx, sessionId, allotmentId)
    const released = await releaseAllotments(tx, sessionId, [allotmentId])
    await recordAudit(tx, {
      actor: author.userId, action: 'allotment.released', subjectType: 'allotment', subjectId: allotmentId, fromState: 'kept', toState: 'released',
      details: { sessionId, seats: released.seats.length }
    })
    return released
  })
}

function fieldsOf(wish: ChangeAllotmentInput) {
  const releasesAt = wish.releasesAt ? new Date(wish.releasesAt) : null
  if (releasesAt && releasesAt.getTime() <= Date.now()) throw new DomainError('invalid-input', { errors: [{ path: 'releasesAt', message: 'is over already', code: 'custom' }] })
  return { kind: wish.kind, name: wish.name, note: wish.note, releasesAt }
}
