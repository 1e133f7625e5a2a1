import { z } from 'zod'
import { NOTICE_KINDS, type NoticeKindName } from '../notify/notice-kinds.ts'
import { email, instant, localText, timeZoneInput, uuid } from './primitives.ts'

const kinds = Object.keys(NOTICE_KINDS) as [NoticeKindName, ...NoticeKindName[]]

/** What a person was told, in both languages. */
export const notificationView = z.object({
  id: uuid, kind: z.string(), title: localText, text: localText,
  /** Where it leads: a path of this site without language prefix. */
  path: z.string().nullable(),
  createdAt: instant, isRead: z.boolean()
})
/** `GET /api/notifications`. */
export const notificationsQuery = z.object({ cursor: uuid.optional(), limit: z.coerce.number().int().min(1).max(50).default(20) })
export const notificationsReply = z.object({
  notifications: z.array(notificationView), nextCursor: z.string().nullable(),
  /** At most 100 are counted. */
  unread: z.int()
})
/** `PUT /api/notifications/read`: some, or all. */
export const readInput = z.strictObject({ ids: z.array(uuid).min(1).max(100).optional() })
export const readReply = z.object({ unread: z.int() })

/** `GET` and `PUT /api/user/notification-choices`. */
export const choiceView = z.object({
  kind: z.enum(kinds), group: z.enum(['security', 'tickets', 'reminders', 'publishing', 'reviewing', 'wishes']),
  mail: z.boolean(), push: z.boolean(),
  /** Goes by mail in any case. */
  isMailFixed: z.boolean()
})
export const choicesReply = z.object({
  choices: z.array(choiceView),
  /** What browsers subscribe to push with (VAPID). */
  pushKey: z.string()
})
export const chooseInput = z.strictObject({ kind: z.enum(kinds), channel: z.enum(['mail', 'push']), isWanted: z.boolean(), /** IANA zone of the browser, so that nobody is written to at night. */ timeZone: timeZoneInput.optional() })

/** `POST` and `DELETE /api/user/push-subscriptions`: as `PushSubscription.toJSON()` gives it. */
const pushEndpoint = z.string().max(1000).refine(isPushAddress, { error: 'is an https address of a push service' })
export const pushSubscriptionInput = z.strictObject({
  endpoint: pushEndpoint,
  keys: z.strictObject({ p256dh: z.string().regex(/^[\w-]{86,88}={0,2}$/), auth: z.string().regex(/^[\w-]{21,24}={0,2}$/) }),
  expirationTime: z.number().nullish()
})
export const pushForgetInput = z.strictObject({ endpoint: pushEndpoint })

/** `GET`, `POST /api/notifications/unsubscribe`. */
export const unsubscribeQuery = z.object({ token: z.string().min(20).max(200) })
export const unsubscribeReply = z.object({ kind: z.string() })

/** `GET /api/mailbox`, `GET /api/mailbox/:id`: what a demo keeps instead of sending it. */
export const mailboxQuery = z.object({ address: z.union([email, z.string().regex(/^\+\d{6,15}$/)]).optional() })
export const mailboxMessage = z.object({ id: uuid, channel: z.enum(['mail', 'sms']), address: z.string(), subject: z.string(), createdAt: instant })
export const mailboxReply = z.object({ messages: z.array(mailboxMessage) })
export const mailboxMessageReply = mailboxMessage.extend({ text: z.string(), html: z.string().nullable(), attachments: z.array(z.object({ name: z.string(), type: z.string(), base64: z.string() })) })
export const mailboxParams = z.object({ id: uuid })

export type NotificationView = z.infer<typeof notificationView>
export type NotificationsReply = z.infer<typeof notificationsReply>
export type ReadReply = z.infer<typeof readReply>
export type ChoiceView = z.infer<typeof choiceView>
export type ChoicesReply = z.infer<typeof choicesReply>
export type MailboxMessage = z.infer<typeof mailboxMessage>
export type MailboxReply = z.infer<typeof mailboxReply>
export type MailboxMessageReply = z.infer<typeof mailboxMessageReply>

/** https, by name, without user or port of its own: an address inside the house has none of this (V-08). */
function isPushAddress(text: string): boolean {
  if (!URL.canParse(text)) return false
  const { protocol, hostname, port, username, password } = new URL(text)
  const isName = /^(?=.{4,253}$)([a-z\d]([a-z\d-]*[a-z\d])?\.)+[a-z][a-z\d-]*[a-z\d]$/i.test(hostname)
  return protocol === 'https:' && isName && port === '' && username === '' && password === '' && !/\.(local|localhost|internal|lan|home|arpa)$/i.test(hostname)
}
