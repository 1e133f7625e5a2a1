import { asc, eq } from 'drizzle-orm'
import type { Queryable } from '#drizzle/database.ts'
import { deliveries, events, favourites, notificationChoices, notifications, recommendRefusals, saleReminders, sessions, userEmbeddings, waitingEntries } from '#drizzle/schema/index.ts'

/** What somebody keeps an eye on and waits for, what he was told, and how he wants to be told. */
export async function copyOfWishes(db: Queryable, userId: string) {
  const event = { id: events.id, slug: events.slug, nameEn: events.nameEn, nameZh: events.nameZh }
  const [kept, reminders, waited, told, choices, sent, [refusal], [laid]] = await Promise.all([
    db.select({ event, since: favourites.createdAt }).from(favourites).innerJoin(events, eq(events.id, favourites.eventId)).where(eq(favourites.userId, userId)).orderBy(asc(favourites.createdAt)),
    db.select({ event, since: saleReminders.createdAt, remindedAt: saleReminders.remindedAt }).from(saleReminders).innerJoin(events, eq(events.id, saleReminders.eventId))
      .where(eq(saleReminders.userId, userId)).orderBy(asc(saleReminders.createdAt)),
    db.select({
      event, startsAt: sessions.startsAt, state: waitingEntries.state, places: waitingEntries.places, atLeast: waitingEntries.atLeast, together: waitingEntries.together,
      categories: waitingEntries.categoryKeys, maxPriceMinor: waitingEntries.maxPriceMinor, name: waitingEntries.name, email: waitingEntries.email,
      joinedAt: waitingEntries.createdAt, endedAt: waitingEntries.endedAt
    }).from(waitingEntries).innerJoin(sessions, eq(sessions.id, waitingEntries.sessionId)).innerJoin(events, eq(events.id, sessions.eventId))
      .where(eq(waitingEntries.userId, userId)).orderBy(asc(waitingEntries.createdAt)),
    db.select({ kind: notifications.kind, params: notifications.params, path: notifications.path, at: notifications.createdAt, readAt: notifications.readAt })
      .from(notifications).where(eq(notifications.userId, userId)).orderBy(asc(notifications.createdAt)),
    db.select({ kind: notificationChoices.kind, channel: notificationChoices.channel, isWanted: notificationChoices.isWanted }).from(notificationChoices).where(eq(notificationChoices.userId, userId)),
    // Without what they were filled with: some carried codes.
    db.select({ kind: deliveries.kind, channel: deliveries.channel, address: deliveries.address, state: deliveries.state, at: deliveries.createdAt, sentAt: deliveries.sentAt })
      .from(deliveries).where(eq(deliveries.userId, userId)).orderBy(asc(deliveries.createdAt)),
    db.select({ since: recommendRefusals.createdAt }).from(recommendRefusals).where(eq(recommendRefusals.userId, userId)),
    db.select({ vector: userEmbeddings.vector, computedAt: userEmbeddings.embeddedAt }).from(userEmbeddings).where(eq(userEmbeddings.userId, userId))
  ])
  return { favourites: kept, saleReminders: reminders, waitingLists: waited, notifications: told, notificationChoices: choices, messagesSent: sent, recommendations: { offSince: refusal?.since ?? null, computed: laid ?? null } }
}
