import { eq, sql } from 'drizzle-orm'
import type { Queryable } from '#drizzle/database.ts'
import { seatingPlans, sessions, users, venues } from '#drizzle/schema/index.ts'
import { zonesOfPlans } from '#server/domain/seating/index.ts'
import type { AdminVenueReply } from '#shared/api/catalogue-admin.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import { hallChoice, placeOf, plansOf } from './venue-choices.ts'

/** Everything that an admin edits of a venue, with every version of its halls and the sessions on each. @throws `not-found` */
export async function readVenue({ db }: { db: Queryable }, venueId: string): Promise<AdminVenueReply> {
  const [[found], plans, made, used] = await Promise.all([
    db.select({ venue: venues, proposer: users.displayName }).from(venues).leftJoin(users, eq(users.id, venues.createdBy)).where(eq(venues.id, venueId)),
    plansOf(db, [venueId], true),
    db.select({ id: seatingPlans.id, createdAt: seatingPlans.createdAt }).from(seatingPlans).where(eq(seatingPlans.venueId, venueId)),
    db.select({ planId: sessions.planId, sessions: sql<number>`count(*)::int` }).from(sessions).where(eq(sessions.venueId, venueId)).groupBy(sessions.planId)
  ])
  if (!found) throw new DomainError('not-found')
  const { venue, proposer } = found
  const zones = await zonesOfPlans(db, plans.map(plan => plan.contentHash))
  const sessionsOn = new Map(used.map(row => [row.planId, row.sessions]))
  const madeAt = new Map(made.map(row => [row.id, row.createdAt.toISOString()]))
  return {
    id: venue.id, slug: venue.slug, ...placeOf(venue), isProposed: venue.approvedAt === null,
    latitude: venue.latitude, longitude: venue.longitude, about: { en: venue.aboutEn, zh: venue.aboutZh }, website: venue.website,
    proposedBy: venue.createdBy && proposer !== null ? { id: venue.createdBy, name: proposer } : null,
    createdAt: venue.createdAt.toISOString(),
    halls: plans.map(plan => ({ ...hallChoice(plan, zones.get(plan.contentHash) ?? []), createdAt: madeAt.get(plan.id) ?? venue.createdAt.toISOString(), sessions: sessionsOn.get(plan.id) ?? 0 })),
    sessions: used.reduce((sum, row) => sum + row.sessions, 0)
  }
}
