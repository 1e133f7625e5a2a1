import { and, eq, sql } from 'drizzle-orm'
import type { Database, Queryable } from '#drizzle/database.ts'
import { notificationChoices, users } from '#drizzle/schema/index.ts'
import { dropBulk } from './bulk.ts'
import { NOTICE_KINDS, type NoticeKindName } from '#shared/notify/notice-kinds.ts'

export type ChosenChannel = 'mail' | 'push'
export interface Choice { kind: string, channel: string, isWanted: boolean }

/** Whether mail of this kind goes out whatever people choose: it is about their money or the safety of their account. */
export function isMandatory(kind: NoticeKindName, channel: ChosenChannel): boolean {
  const { group } = NOTICE_KINDS[kind]
  return channel === 'mail' && (group === 'security' || group === 'tickets')
}

/** What somebody chose of himself, else what is usual for the kind. */
export function isWanted(own: Choice[], kind: NoticeKindName, channel: ChosenChannel): boolean {
  if (isMandatory(kind, channel)) return true
  return own.find(c => c.kind === kind && c.channel === channel)?.isWanted ?? NOTICE_KINDS[kind][channel]
}

/** Kinds that somebody of this role may ever be told of. */
export function kindsFor(role: 'customer' | 'publisher' | 'admin'): NoticeKindName[] {
  return (Object.keys(NOTICE_KINDS) as NoticeKindName[]).filter((kind) => {
    const { group } = NOTICE_KINDS[kind]
    if (group === 'reviewing') return role === 'admin'
    // A customer hears of his application to become a publisher.
    if (group === 'publishing') return role !== 'customer' || kind.startsWith('application-')
    return true
  })
}

/** The choices of one person, all kinds that concern the role, with the defaults filled in. */
export async function readChoices(db: Database, person: { userId: string, role: 'customer' | 'publisher' | 'admin' }) {
  const own = await db.select().from(notificationChoices).where(eq(notificationChoices.userId, person.userId))
  return kindsFor(person.role).map(kind => ({
    kind, group: NOTICE_KINDS[kind].group,
    mail: isWanted(own, kind, 'mail'), push: isWanted(own, kind, 'push'), isMailFixed: isMandatory(kind, 'mail')
  }))
}

/** Remembers what somebody wants. What goes by mail in any case stays as it is. */
export async function choose(db: Queryable, userId: string, kind: NoticeKindName, channel: ChosenChannel, wanted: boolean): Promise<void> {
  if (isMandatory(kind, channel)) return
  if (!wanted) await dropBulk(db, userId, kind, channel)
  if (wanted === NOTICE_KINDS[kind][channel]) {
    await db.delete(notificationChoices).where(and(eq(notificationChoices.userId, userId), eq(notificationChoices.kind, kind), eq(notificationChoices.channel, channel)))
    return
  }
  await db.insert(notificationChoices).values({ userId, kind, channel, isWanted: wanted })
    .onConflictDoUpdate({ target: [notificationChoices.userId, notificationChoices.kind, notificationChoices.channel], set: { isWanted: sql`excluded.is_wanted` } })
}

/** Remembers by which clock somebody lives. */
export async function rememberZone(db: Queryable, userId: string, timeZone: string): Promise<void> {
  await db.update(users).set({ timeZone }).where(eq(users.id, userId))
}
