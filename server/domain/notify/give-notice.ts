import type { Queryable } from '#drizzle/database.ts'
import { outbox } from '#drizzle/schema/index.ts'
import type { NoticeKindName } from '#shared/notify/notice-kinds.ts'
import type { Locale } from '#shared/text/local-text.ts'

/** Who is told: a person with an account, everybody of a role, or a guest by his address. */
export type Addressee = { userId: string } | { role: 'admin' } | { email: string, locale: Locale }

export interface Notice {
  to: Addressee
  kind: NoticeKindName
  /** What the sentences are filled with. Texts in both languages as `nameEn`, `nameZh`; never a secret. */
  params: Record<string, string | number | boolean | null | string[]>
  /** Where it leads: a path of this site without language prefix. */
  path?: string
  /** The same key tells the same person once, however often it is given. For example `event-approved:<submission id>`. */
  key: string
}

/** A code or a link to one address, now, by mail or text message: not news, and kept from everybody else's eyes. */
export interface Dispatch {
  channel: 'mail' | 'sms'
  address: string
  userId?: string
  /** A template of server/domain/notify/templates. */
  kind: 'register-code' | 'register-known' | 'login-code' | 'email-code' | 'phone-code' | 'reset-link' | 'reset-unknown' | 'waiting-confirm' | 'waiting-known' | 'report-confirm'
  params: Record<string, string | number>
  locale: Locale
  /** Nobody wants it after so many seconds. */
  usefulSeconds: number
  key: string
}

/** Leaves word, in the transaction of what it tells of; the relay sees to it that people hear of it, once (F-11). */
export async function giveNotice(tx: Queryable, ...notices: Notice[]): Promise<void> {
  if (notices.length === 0) return
  await tx.insert(outbox).values(notices.map(notice => ({ topic: 'notice', key: notice.key, payload: { ...notice } })))
}

/** Sends a code or a link, in the transaction that made it. */
export async function dispatch(tx: Queryable, message: Dispatch): Promise<void> {
  await tx.insert(outbox).values({ topic: 'dispatch', key: message.key, payload: { ...message } })
}
