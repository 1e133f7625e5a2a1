import { and, asc, eq, inArray } from 'drizzle-orm'
import type { Queryable } from '#drizzle/database.ts'
import { events, sessions } from '#drizzle/schema/index.ts'
import { quotasLeft } from '#server/domain/inventory/index.ts'
import { lookAtPrices, ticketTypesOfSessions } from '#server/domain/pricing/index.ts'
import { forSaleByCategory, loadPlan, placeChangesOf } from '#server/domain/seating/index.ts'
import type { StockReply } from '#shared/api/catalogue.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import { availabilityOf } from './availability.ts'
import { takenByCategory } from './places-by-category.ts'
import { PUBLIC_STATUSES } from './sql.ts'
import { ticketTypeView } from './views.ts'
import { freeWithinQuotas } from './within-quotas.ts'

/**
 * What is left of every session of an event, by ticket type. Types that price the same part of the hall (adult, student)
 * share its places, so each of them shows all that is left there; a type that a quota counts shows no more than that has left. Throws `not-found` where there is no such public event.
 */
export async function readStock({ db }: { db: Queryable }, eventId: string): Promise<StockReply> {
  const rows = await db.select({ session: sessions, eventStatus: events.status }).from(events)
    .leftJoin(sessions, eq(sessions.eventId, events.id))
    .where(and(eq(events.id, eventId), inArray(events.status, [...PUBLIC_STATUSES])))
    .orderBy(asc(sessions.startsAt), asc(sessions.id))
  if (rows.length === 0) throw new DomainError('not-found')
  const isCancelled = rows[0]!.eventStatus === 'cancelled'
  const ofEvent = rows.flatMap(row => row.session ?? [])
  const plans = new Map(await Promise.all([...new Set(ofEvent.map(s => s.planId))].map(async id => [id, await loadPlan(db, id)] as const)))
  const ids = ofEvent.map(s => s.id)
  await lookAtPrices(db, eventId, ids)
  const [types, quotas, changes, taken] = await Promise.all([
    ticketTypesOfSessions(db, ids),
    quotasLeft(db, ids),
    placeChangesOf(db, ofEvent),
    takenByCategory(db, ids, (sessionId, areaKey) => {
      const plan = plans.get(ofEvent.find(s => s.id === sessionId)!.planId)!
      return plan.categories[plan.areas.find(area => area.key === areaKey)?.category ?? -1]?.key
    })
  ])
  const now = new Date()

  return {
    sessions: ofEvent.map((session) => {
      const ofSession = types.filter(type => type.sessionId === session.id)
      const capacities = forSaleByCategory(plans.get(session.planId)!, changes.get(session.id)!)
      const placesOf = (categoryKey: string) => {
        const capacity = capacities.get(categoryKey) ?? 0
        return { capacity, free: Math.max(0, capacity - (taken.get(`${session.id} ${categoryKey}`) ?? 0)) }
      }
      const sold = new Map([...new Set(ofSession.map(type => type.categoryKey))].map(key => [key, placesOf(key)]))
      const limits = quotas.get(session.id) ?? []
      const { total: free } = freeWithinQuotas(ofSession, limits, new Map([...sold].map(([key, places]) => [key, places.free])))
      const capacity = [...sold.values()].reduce((sum, places) => sum + places.capacity, 0)
      const status = isCancelled ? 'cancelled' : session.status
      return {
        sessionId: session.id,
        availability: availabilityOf({ now, session: { ...session, status }, free, capacity }),
        free,
        capacity,
        ticketTypes: ofSession.map((type) => {
          const view = ticketTypeView(type, limits)
          const places = sold.get(type.categoryKey)!
          return { ...view, ...places, free: Math.min(places.free, view.quota?.left ?? Infinity) }
        })
      }
    })
  }
}
