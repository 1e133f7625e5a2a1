import type { Queryable } from '#drizzle/database.ts'
import { deliveries } from '#drizzle/schema/index.ts'
import type { Locale } from '#shared/text/local-text.ts'

/** After everything that somebody waits for. */
const BULK = 2

/** A mail to somebody for whom an account was made, with the link by which he enters it. */
export interface Invitation { userId: string, address: string, locale: Locale, token: string }

/** A mail to somebody without an account who said that he wants it. Its `params` have his `receiverId`, by which he ends these mails. */
export interface OutsideMessage { key: string, address: string, locale: Locale, params: Record<string, unknown> }

/** Puts mails to people outside on their way; the same key goes once. */
export async function postOutside(tx: Queryable, messages: readonly OutsideMessage[]): Promise<void> {
  if (messages.length === 0) return
  await tx.insert(deliveries).values(messages.map(({ key, ...message }) => ({ ...message, deliveryKey: key, channel: 'mail', kind: 'outside-report', priority: BULK })))
    .onConflictDoNothing()
}

/** Puts invitations on their way, once to each; after `days` nobody wants them any more. */
export async function postInvitations(tx: Queryable, invitations: readonly Invitation[], days: number): Promise<void> {
  if (invitations.length === 0) return
  const uselessAfter = new Date(Date.now() + days * 86_400_000)
  await tx.insert(deliveries).values(invitations.map(({ userId, address, locale, token }) => ({
    deliveryKey: `account-invite:${userId} mail ${address}`, channel: 'mail', kind: 'account-invite', address, userId, locale, params: { token, days }, priority: BULK, uselessAfter
  }))).onConflictDoNothing()
}
