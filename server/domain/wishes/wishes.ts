import { and, desc, eq, inArray, lt, or, sql } from 'drizzle-orm'
import type { Database } from '#drizzle/database.ts'
import { events, favourites, saleReminders } from '#drizzle/schema/index.ts'
import { cardsOfEvents, isPublicEvent } from '#server/domain/catalogue/index.ts'
import type { FavouritesReply, WishesReply } from '#shared/api/wishes.ts'
import { DomainError } from '#shared/errors/domain-error.ts'

const PAGE = 24

/** What a person wants of an event. */
export async function readWishes(db: Database, userId: string, eventId: string): Promise<WishesReply> {
  const [[favourite], [reminder]] = await Promise.all([
    db.select({ at: favourites.createdAt }).from(favourites).where(and(eq(favourites.userId, userId), eq(favourites.eventId, eventId))),
    db.select({ at: saleReminders.createdAt }).from(saleReminders).where(and(eq(saleReminders.userId, userId), eq(saleReminders.eventId, eventId)))
  ])
  return { isFavourite: Boolean(favourite), isReminded: Boolean(reminder) }
}

/** Keeps an eye on an event, or no longer. Doing so again changes nothing. @throws `not-found` for what is not public */
export async function setFavourite(db: Database, userId: string, eventId: string, isWanted: boolean): Promise<WishesReply> {
  if (isWanted) {
    await requirePublic(db, eventId)
    await db.insert(favourites).values({ userId, eventId }).onConflictDoNothing()
  } else {
    await db.delete(favourites).where(and(eq(favourites.userId, userId), eq(favourites.eventId, eventId)))
  }
  return await readWishes(db, userId, eventId)
}

/** Asks to be told when tickets go on sale, or no longer. Asking again after having been told asks anew. @throws `not-found` */
export async function setSaleReminder(db: Database, userId: string, eventId: string, isWanted: boolean): Promise<WishesReply> {
  if (isWanted) {
    await requirePublic(db, eventId)
    await db.insert(saleReminders).values({ userId, eventId })
      .onConflictDoUpdate({ target: [saleReminders.userId, saleReminders.eventId], set: { remindedAt: null, createdAt: sql`now()` } })
  } else {
    await db.delete(saleReminders).where(and(eq(saleReminders.userId, userId), eq(saleReminders.eventId, eventId)))
  }
  return await readWishes(db, userId, eventId)
}

/** A person's favourites as cards, the newest first. Those that are no longer public are left out. A constant number of queries. */
export async function listFavourites(db: Database, userId: string, cursor: string | undefined): Promise<FavouritesReply> {
  const [after] = cursor ? await db.select().from(favourites).where(and(eq(favourites.userId, userId), eq(favourites.eventId, cursor))) : []
  const rows = await db.select({ eventId: favourites.eventId }).from(favourites).innerJoin(events, eq(events.id, favourites.eventId))
    .where(and(
      eq(favourites.userId, userId), isPublicEvent,
      after && or(lt(favourites.createdAt, after.createdAt), and(eq(favourites.createdAt, after.createdAt), lt(favourites.eventId, after.eventId)))
    ))
    .orderBy(desc(favourites.createdAt), desc(favourites.eventId)).limit(PAGE + 1)
  const page = rows.slice(0, PAGE).map(row => row.eventId)
  return { events: await cardsOfEvents(db, page), nextCursor: rows.length > PAGE ? page.at(-1)! : null }
}

async function requirePublic(db: Database, eventId: string): Promise<void> {
  const [event] = await db.select({ id: events.id }).from(events).where(and(inArray(events.id, [eventId]), isPublicEvent))
  if (!event) throw new DomainError('not-found')
}
