import { and, eq, inArray, isNull, or } from 'drizzle-orm'
import type { Queryable } from '#drizzle/database.ts'
import { deliveries, notificationChoices, notifications, outbox, pushSubscriptions, users } from '#drizzle/schema/index.ts'
import { NOTICE_KINDS } from '#shared/notify/notice-kinds.ts'
import { isWanted } from './choices.ts'
import type { Dispatch, Notice } from './give-notice.ts'

/** Rows of one insert: Postgres takes 65,535 parameters at most. */
const ROWS_AT_ONCE = 2000

type NewDelivery = typeof deliveries.$inferInsert
interface Person { id: string, role: 'customer' | 'publisher' | 'admin', email: string | null, phone: string | null, locale: 'en' | 'zh' }

/**
 * Makes of notices what each person is to be told, and by which ways: a line in the app, and one delivery for each address that
 * the person's choices allow. In the caller's transaction; doing it again adds nothing, by the keys of the rows.
 */
export async function fanOutNotices(db: Queryable, given: Notice[]): Promise<void> {
  const notices = given.filter(notice => Object.hasOwn(NOTICE_KINDS, notice.kind))
  // A savepoint: what fails here must not take the relay's other messages with it.
  await db.transaction(async (tx) => {
    const people = await peopleOf(tx, notices)
    const ids = people.map(p => p.id)
    const [choices, subscriptions] = ids.length === 0
      ? [[], []]
      : await Promise.all([
          tx.select().from(notificationChoices).where(inArray(notificationChoices.userId, ids)),
          tx.select({ id: pushSubscriptions.id, userId: pushSubscriptions.userId }).from(pushSubscriptions).where(inArray(pushSubscriptions.userId, ids))
        ])
    const told = notices.flatMap(notice => people.filter(person => isTold(notice, person)).map(person => ({ notice, person })))
    const letters: NewDelivery[] = notices.flatMap(notice => 'email' in notice.to ? [delivery(notice, 'mail', notice.to.email, { locale: notice.to.locale })] : [])
    for (const { notice, person } of told) {
      const own = choices.filter(c => c.userId === person.id)
      if (person.email && isWanted(own, notice.kind, 'mail')) letters.push(delivery(notice, 'mail', person.email, { locale: person.locale, userId: person.id }))
      // Whoever has no e-mail hears of what matters by text message.
      if (!person.email && person.phone && isUrgent(notice)) letters.push(delivery(notice, 'sms', person.phone, { locale: person.locale, userId: person.id }))
      if (!isWanted(own, notice.kind, 'push')) continue
      for (const s of subscriptions.filter(s => s.userId === person.id)) letters.push(delivery(notice, 'push', s.id, { locale: person.locale, userId: person.id }))
    }
    for (const some of parts(told)) {
      await tx.insert(notifications).values(some.map(({ notice, person }) => ({
        userId: person.id, kind: notice.kind, params: withoutSealed(notice.params), path: notice.path ?? null, noticeKey: notice.key
      }))).onConflictDoNothing()
    }
    for (const some of parts(letters)) await tx.insert(deliveries).values(some).onConflictDoNothing()
  })
}

/** Puts codes and links on their way, and takes what is secret out of the messages that brought them. */
export async function fanOutDispatches(db: Queryable, given: Dispatch[], outboxIds: number[]): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.insert(deliveries).values(given.map(d => ({
      deliveryKey: `${d.key} ${d.channel} ${d.address}`, channel: d.channel, address: d.address, kind: d.kind, params: d.params, locale: d.locale,
      userId: d.userId ?? null, priority: 0, uselessAfter: new Date(Date.now() + d.usefulSeconds * 1000)
    }))).onConflictDoNothing()
    await tx.update(outbox).set({ payload: { blanked: true } }).where(inArray(outbox.id, outboxIds))
  })
}

async function peopleOf(tx: Queryable, notices: Notice[]): Promise<Person[]> {
  const ids = notices.flatMap(n => 'userId' in n.to ? [n.to.userId] : [])
  const wantsAdmins = notices.some(n => 'role' in n.to)
  if (ids.length === 0 && !wantsAdmins) return []
  const isMeant = or(ids.length > 0 ? inArray(users.id, ids) : undefined, wantsAdmins ? and(eq(users.role, 'admin'), isNull(users.disabledAt)) : undefined)
  return await tx.select({ id: users.id, role: users.role, email: users.email, phone: users.phone, locale: users.locale })
    .from(users).where(and(isNull(users.erasedAt), isMeant))
}

function isTold(notice: Notice, person: Person): boolean {
  if ('userId' in notice.to) return notice.to.userId === person.id
  return 'role' in notice.to && notice.to.role === person.role
}

function isUrgent(notice: Notice): boolean {
  const { group } = NOTICE_KINDS[notice.kind]
  return group === 'security' || group === 'tickets'
}

function delivery(notice: Notice, channel: 'mail' | 'sms' | 'push', address: string, to: { locale: 'en' | 'zh', userId?: string }): NewDelivery {
  return {
    deliveryKey: `${notice.key} ${channel} ${address}`, channel, address, kind: notice.kind, path: notice.path ?? null,
    params: channel === 'push' ? withoutSealed(notice.params) : notice.params, locale: to.locale, userId: to.userId ?? null
  }
}

/** A guest's sealed key goes into his mail and nowhere else. */
function withoutSealed({ guestSecretSealed: _, ...params }: Notice['params']): Notice['params'] {
  return params
}

function* parts<T>(all: T[]): Generator<T[]> {
  for (let i = 0; i < all.length; i += ROWS_AT_ONCE) yield all.slice(i, i + ROWS_AT_ONCE)
}
