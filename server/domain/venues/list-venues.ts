import { type SQL, and, asc, eq, isNotNull, isNull, sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Queryable } from '#drizzle/database.ts'
import { users, venues } from '#drizzle/schema/index.ts'
import type { AdminVenuesReply } from '#shared/api/catalogue-admin.ts'
import { decodeCursor, encodeCursor } from '#shared/paging/cursor.ts'
import { matches } from './venue-choices.ts'

const DEFAULT_LIMIT = 50
/** Where a page ended: whether its last row is public, its name and id. */
const position = z.tuple([z.boolean(), z.string(), z.uuid()])

/** Venues for admins, proposals first, then by name; a page at a time. Two queries. */
export async function listVenues({ db }: { db: Queryable }, wish: { q?: string, state?: 'proposed' | 'approved', cursor?: string, limit?: number }): Promise<AdminVenuesReply> {
  const limit = wish.limit ?? DEFAULT_LIMIT
  const isPublic = sql<boolean>`(${venues.approvedAt} is not null)`
  const state = wish.state && (wish.state === 'proposed' ? isNull(venues.approvedAt) : isNotNull(venues.approvedAt))
  const [rows, [counted]] = await Promise.all([
    db.select({
      venue: venues, proposer: users.displayName, isPublic,
      // Written out: a subquery of drizzle's would not qualify the columns of the outer table.
      halls: sql<number>`(select count(distinct p.hall)::int from seating_plans p where p.venue_id = venues.id)`,
      sessionsToCome: sql<number>`(select count(*)::int from sessions s where s.venue_id = venues.id and s.ends_at > now())`
    }).from(venues).leftJoin(users, eq(users.id, venues.createdBy))
      .where(and(state, wish.q ? matches(wish.q) : undefined, wish.cursor ? after(wish.cursor) : undefined))
      .orderBy(asc(isPublic), asc(venues.nameEn), asc(venues.id)).limit(limit + 1),
    db.select({ proposed: sql<number>`count(*)::int` }).from(venues).where(isNull(venues.approvedAt))
  ])
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  return {
    venues: page.map(({ venue, proposer, halls, sessionsToCome }) => ({
      id: venue.id, slug: venue.slug, name: { en: venue.nameEn, zh: venue.nameZh }, city: { en: venue.cityEn, zh: venue.cityZh }, country: venue.country,
      isProposed: venue.approvedAt === null, proposedBy: venue.createdBy && proposer !== null ? { id: venue.createdBy, name: proposer } : null,
      halls, sessionsToCome, createdAt: venue.createdAt.toISOString()
    })),
    nextCursor: last && rows.length > limit ? encodeCursor([last.isPublic, last.venue.nameEn, last.venue.id]) : null,
    proposed: counted!.proposed
  }
}

function after(cursor: string): SQL {
  const [isPublic, name, id] = decodeCursor(position, cursor)
  return sql`((${venues.approvedAt} is not null), ${venues.nameEn}, ${venues.id}) > (${isPublic}::boolean, ${name}::text, ${id}::uuid)`
}
