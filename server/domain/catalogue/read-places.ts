import { and, eq, isNotNull, sql } from 'drizzle-orm'
import type { Queryable } from '#drizzle/database.ts'
import { publishers, users, venues } from '#drizzle/schema/index.ts'
import type { PublisherReply, VenueReply } from '#shared/api/catalogue-places.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import { renderMarkdown } from '#shared/text/markdown.ts'

/** A venue as visitors see it, with its halls as they are now. @throws `not-found`, for proposed ones too */
export async function readVenue({ db }: { db: Queryable }, slug: string): Promise<VenueReply> {
  const [venue] = await db.select().from(venues).where(and(eq(venues.slug, slug), isNotNull(venues.approvedAt)))
  if (!venue) throw new DomainError('not-found')
  const halls = await db.execute<{ name_en: string, name_zh: string, places: number }>(sql`
    select distinct on (hall) name_en, name_zh, seat_count + standing_capacity as places
    from seating_plans where venue_id = ${venue.id} order by hall, version desc`)
  return {
    id: venue.id,
    slug: venue.slug,
    name: { en: venue.nameEn, zh: venue.nameZh },
    address: { en: venue.addressEn, zh: venue.addressZh },
    city: { en: venue.cityEn, zh: venue.cityZh },
    country: venue.country,
    timeZone: venue.timeZone,
    latitude: venue.latitude,
    longitude: venue.longitude,
    website: venue.website,
    aboutHtml: { en: renderMarkdown(venue.aboutEn), zh: renderMarkdown(venue.aboutZh) },
    halls: halls.map(hall => ({ name: { en: hall.name_en, zh: hall.name_zh }, places: hall.places }))
  }
}

/** A publisher as visitors see him: nothing of the account behind. @throws `not-found`, also where the account is shut */
export async function readPublisher({ db }: { db: Queryable }, slug: string): Promise<PublisherReply> {
  const [found] = await db.select({ publisher: publishers }).from(publishers).innerJoin(users, eq(users.id, publishers.userId))
    .where(and(eq(publishers.slug, slug), sql`${users.disabledAt} is null and ${users.erasedAt} is null`))
  if (!found) throw new DomainError('not-found')
  const { publisher } = found
  return {
    slug: publisher.slug,
    name: { en: publisher.nameEn, zh: publisher.nameZh },
    aboutHtml: { en: renderMarkdown(publisher.aboutEn), zh: renderMarkdown(publisher.aboutZh) },
    website: publisher.website
  }
}
