import { and, eq, sql } from 'drizzle-orm'
import type { Queryable } from '#drizzle/database.ts'
import { deliveries } from '#drizzle/schema/index.ts'
import type { NoticeKindName } from '#shared/notify/notice-kinds.ts'
import type { Locale } from '#shared/text/local-text.ts'
import type { ChosenChannel } from './choices.ts'

/** What goes to very many: it waits until everything else is sent. */
const BULK = 2

export interface BulkMessage {
  /** Told once, whatever the address. */
  key: string
  channel: ChosenChannel
  /** An e-mail, or the id of a push subscription. */
  address: string
  userId: string
  kind: NoticeKindName
  params: Record<string, unknown>
  path: string
  locale: Locale
  notBefore: Date
}

/** Puts messages on their way that stand nowhere in the app. Who gets them is for the caller to have asked. @returns how many were new */
export async function postBulk(tx: Queryable, messages: readonly BulkMessage[]): Promise<number> {
  if (messages.length === 0) return 0
  const written = await tx.insert(deliveries).values(messages.map(({ key, ...message }) => ({ ...message, deliveryKey: key, priority: BULK })))
    .onConflictDoNothing().returning({ id: deliveries.id })
  return written.length
}

/** Takes back what waits to be sent: its reader has ended mails of the kind, or it does not fit any more. */
export async function dropBulk(db: Queryable, userId: string, kind: NoticeKindName, channel?: ChosenChannel): Promise<void> {
  await db.update(deliveries).set({ state: 'dropped', params: {} })
    // The literals of the index.
    .where(and(eq(deliveries.userId, userId), eq(deliveries.kind, kind), channel && eq(deliveries.channel, channel), sql`${deliveries.state} = 'waiting' and ${deliveries.priority} = 2`))
}
