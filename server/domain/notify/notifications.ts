import { and, count, desc, eq, inArray, isNull, lt, or, sql } from 'drizzle-orm'
import type { Database } from '#drizzle/database.ts'
import { notifications } from '#drizzle/schema/index.ts'
import type { NotificationView } from '#shared/api/notices.ts'
import { safePath, sentenceOf } from './compose.ts'

/** More than so many unread ones are not counted: nobody cares whether it is 100 or 1,000. */
const COUNTED_UNREAD = 100

export interface NotificationsPage { notifications: NotificationView[], nextCursor: string | null, unread: number }

/** What a person was told, newest first, `limit` at a time. `cursor` is the last id of the page before. */
export async function readNotifications(db: Database, userId: string, options: { cursor?: string, limit: number }): Promise<NotificationsPage> {
  const [rows, unread] = await Promise.all([pageOf(db, userId, options), countUnread(db, userId)])
  const shown = rows.slice(0, options.limit)
  return {
    notifications: shown.flatMap((row) => {
      const sentence = sentenceOf(row.kind, row.params)
      return sentence ? [{ id: row.id, kind: row.kind, ...sentence, path: safePath(row.path), createdAt: row.createdAt.toISOString(), isRead: row.readAt !== null }] : []
    }),
    nextCursor: rows.length > options.limit ? shown.at(-1)!.id : null,
    unread
  }
}

/** Marks some of a person's notices as read, or all up to now. @returns how many are unread still */
export async function markRead(db: Database, userId: string, ids: string[] | 'all'): Promise<number> {
  await db.update(notifications).set({ readAt: sql`now()` })
    .where(and(eq(notifications.userId, userId), isNull(notifications.readAt), ids === 'all' ? undefined : inArray(notifications.id, ids)))
  return await countUnread(db, userId)
}

async function pageOf(db: Database, userId: string, { cursor, limit }: { cursor?: string, limit: number }) {
  const before = db.select({ at: notifications.createdAt }).from(notifications).where(and(eq(notifications.id, cursor ?? ''), eq(notifications.userId, userId)))
  return await db.select().from(notifications)
    .where(and(eq(notifications.userId, userId), cursor
      ? or(lt(notifications.createdAt, sql`(${before})`), and(eq(notifications.createdAt, sql`(${before})`), lt(notifications.id, cursor)))
      : undefined))
    .orderBy(desc(notifications.createdAt), desc(notifications.id)).limit(limit + 1)
}

async function countUnread(db: Database, userId: string): Promise<number> {
  const some = db.select({ id: notifications.id }).from(notifications)
    .where(and(eq(notifications.userId, userId), isNull(notifications.readAt))).limit(COUNTED_UNREAD).as('some')
  const [row] = await db.select({ n: count() }).from(some)
  return row!.n
}
