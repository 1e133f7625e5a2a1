/**
 * Everything that Foyer tells people without being asked, by name. Sentences are in app/i18n/locales (in the app) and in
 * server/domain/notify/templates (mail, push, text message), both in both languages.
 */
export interface NoticeKind {
  /** `security` and `tickets` always go by mail; the others as people choose. */
  group: 'security' | 'tickets' | 'reminders' | 'publishing' | 'reviewing' | 'wishes'
  /** Whether it goes by mail and by push where nobody chose. In the app everything is shown. */
  mail: boolean
  push: boolean
}

const security: NoticeKind = { group: 'security', mail: true, push: false }
const tickets: NoticeKind = { group: 'tickets', mail: true, push: true }
const reminders: NoticeKind = { group: 'reminders', mail: true, push: true }
/** Advertising: nobody gets it who has not asked for it (GDPR Art. 6 and 7, PIPL Art. 13). */
const asked: NoticeKind = { group: 'reminders', mail: false, push: false }
const publishing: NoticeKind = { group: 'publishing', mail: true, push: true }
/** By mail, and nothing to hurry for. */
const quiet: NoticeKind = { group: 'publishing', mail: true, push: false }
const reviewing: NoticeKind = { group: 'reviewing', mail: true, push: true }
const favourites: NoticeKind = { group: 'wishes', mail: false, push: true }
const wishes: NoticeKind = { group: 'wishes', mail: true, push: true }

export const NOTICE_KINDS = {
  // Params of each: texts in both languages are given as `nameEn` and `nameZh`; instants as ISO 8601 with `timeZone` beside them.
  'password-changed': security,
  'email-changed': security,
  'phone-changed': security,
  'totp-changed': security,
  'identity-changed': security,
  /** A refresh token came back after its rotation: the login session was ended (S-06). */
  'login-stolen': security,
  'role-changed': security,
  'account-erased': security,
  'export-ready': security,
  /** A table that somebody asked for is made; params: tableEn, tableZh, format, expiresAt. */
  'table-ready': publishing,

  'tickets-ready': tickets,
  /** A ticket was changed for another seat or date, which is paid; params as of `tickets-ready`, and oldSeatsEn, oldSeatsZh, oldStartsAt, payMinor, backMinor. */
  'ticket-changed': tickets,
  /** An approved change of time or place; params: eventEn, eventZh, changes (lines), orderId, refundUntil. */
  'session-changed': tickets,
  'session-cancelled': tickets,
  'refund-done': tickets,
  /** A request to give tickets back was not granted; params: reference, reason. */
  'refund-rejected': tickets,
  /** Money came for which there was nothing any more, and goes back in full; params: reference, amountMinor, currency, why. */
  'payment-returned': tickets,
  /** Points were bought, or given or taken by an admin; params: points, why (`bought`, `given`), reason. */
  'points-changed': tickets,
  /** The organiser took tickets back that he had given a guest. */
  'tickets-withdrawn': tickets,
  /** Somebody hands a ticket on; params: giver, seatsEn, seatsZh. */
  'ticket-offered': tickets,
  'ticket-offer-withdrawn': tickets,
  /** It is accepted: to him who has it now, and to him who had it; params: receiver. */
  'ticket-received': tickets,
  'ticket-handed-on': tickets,
  /** Offered to others: somebody has paid for it; params: seatsEn, seatsZh, reference, amountMinor, currency. Nobody has. */
  'ticket-resold': tickets,
  'ticket-not-resold': tickets,
  /** Places are held for somebody on a waiting list; params: until, seatsEn, seatsZh, totalMinor, currency. */
  'waiting-offer': tickets,
  /** The publisher took an offer back: whoever counted on it has to know. */
  'waiting-withdrawn': tickets,

  /** A day before it begins; params: startsAt, doorsAt, venue, address, count, isChanged. */
  'event-soon': reminders,
  /** What is on, for whoever asked and has ordered nothing for a day; params: shows. */
  'show-tips': asked,

  'application-approved': publishing,
  'application-rejected': publishing,
  'event-approved': publishing,
  /** A month is over; params: titleEn, titleZh, storyEn, storyZh (lines), figuresEn, figuresZh (label and value in turn). */
  'month-report': quiet,
  'event-rejected': publishing,
  /** A receiver of webhooks was turned off; params: name, host, why (`gone`, `failing`). */
  'webhook-off': publishing,

  'application-submitted': reviewing,
  'event-submitted': reviewing,
  /** The same of the whole house. */
  'house-report': { ...quiet, group: 'reviewing' },
  /** Money came that buys nothing and goes back; params: reference, method, amountMinor, currency, why. */
  'payment-surplus': reviewing,
  /** A provider's notice that fits no payment; params: method, type, outcome, transactionId. */
  'payment-unexplained': reviewing,
  /** A payer asks his bank for the money back, or that was decided; params: reference, method, amountMinor, currency, state. */
  'payment-disputed': reviewing,

  /** A run of a job failed so often that nobody tries any more; params: job, tries, reason. */
  'job-dead': reviewing,

  /** What somebody asked to be reminded of is on sale. */
  'sale-opened': wishes,
  'favourite-changed': wishes,
  /** The sale of a favourite begins; few places of it are left. By mail only for whoever asks for that. */
  'favourite-on-sale': favourites,
  'favourite-few-left': favourites,
  /** An offer ran out unpaid. */
  'waiting-lapsed': wishes,
  /** The list is over and nothing came back for this person. */
  'waiting-closed': wishes
} satisfies Record<string, NoticeKind>

export type NoticeKindName = keyof typeof NOTICE_KINDS
