import { and, eq, inArray, isNull, or, sql } from 'drizzle-orm'
import type { Transaction } from '#drizzle/database.ts'
import {
  type UserRow, apiTokens, challenges, dataExports, deliveries, favourites, idempotencyKeys, importRuns, importedPeople, loginSessions, mailbox, notificationChoices, notifications,
  oauthFlows, oauthIdentities, orders, outbox, payments, publisherApplications, publishers, pushSubscriptions, recommendRefusals, saleReminders, ticketTransfers, tickets, totpSecrets, userEmbeddings,
  users, waitingEntries, waitingOffers, webhooks
} from '#drizzle/schema/index.ts'
import { forgetExportsOf } from '#server/domain/exports/index.ts'
import { forgetImage } from '#server/domain/files/index.ts'
import { forgetBehaviourOf } from '#server/domain/insight/index.ts'
import { forgetWalletsOf } from '#server/domain/passes/index.ts'
import { forgetReceiver, forgetReceiversOf } from '#server/domain/reports/index.ts'

/** What stands where somebody's data stood. `.invalid` is nobody's address for ever (RFC 2606). */
export const NOBODY = { name: 'Deleted account', email: 'deleted@account.invalid' }

/**
 * Takes a person out of every table: rows that are only his go, rows that others need keep no name, address or number of his.
 * @returns the files that were his, to be deleted when the transaction has committed
 */
export async function forgetPerson(tx: Transaction, person: UserRow): Promise<string[]> {
  const files = [...await forgetCopiesOf(tx, person.id), ...await forgetExportsOf(tx, person.id), ...person.avatarImageId ? await forgetImage(tx, person.avatarImageId, person.id) : []]
  await blankAccount(tx, person.id)
  await deleteOwnRows(tx, person.id)
  await blankPublisher(tx, person.id)
  await forgetWalletsOf(tx, person.id)
  await forgetReceiversOf(tx, person.id)
  await forgetBehaviourOf(tx, person.id)
  await tx.update(orders).set({ contactEmail: NOBODY.email, contactName: NOBODY.name, personEmailHash: null }).where(eq(orders.userId, person.id))
  await tx.update(payments).set({ instrumentHash: null }).where(inArray(payments.orderId, tx.select({ id: orders.id }).from(orders).where(eq(orders.userId, person.id))))
  await blankTickets(tx, person)
  for (const address of [person.email, person.phone]) if (address) await forgetAddress(tx, address)
  // Others may have named his address for their reports.
  if (person.email) await forgetReceiver(tx, person.email)
  return files
}

/** Names on tickets that are his, and where tickets were offered to him. */
async function blankTickets(tx: Transaction, person: UserRow): Promise<void> {
  const ofHisOrders = inArray(tickets.orderId, tx.select({ id: orders.id }).from(orders).where(eq(orders.userId, person.id)))
  await tx.update(tickets).set({ holderName: null }).where(and(ofHisOrders, isNull(tickets.fromTicketId)))
  await tx.update(tickets).set({ holderName: NOBODY.name, holderEmail: NOBODY.email }).where(or(eq(tickets.holderUserId, person.id), ...person.email ? [eq(tickets.holderEmail, person.email)] : []))
  if (person.email) await tx.update(ticketTransfers).set({ toName: NOBODY.name, toEmail: NOBODY.email }).where(eq(ticketTransfers.toEmail, person.email))
}

async function blankAccount(tx: Transaction, userId: string): Promise<void> {
  await tx.update(users).set({
    // Nobody's rights stay with nobody.
    role: 'customer', email: null, phone: null, displayName: NOBODY.name, passwordHash: null, emailVerifiedAt: null, phoneVerifiedAt: null,
    avatarUrl: null, avatarImageId: null, timeZone: null, erasedAt: sql`now()`
  }).where(eq(users.id, userId))
}

async function deleteOwnRows(tx: Transaction, userId: string): Promise<void> {
  await tx.delete(challenges).where(or(eq(challenges.userId, userId), eq(challenges.target, userId)))
  await tx.delete(oauthFlows).where(eq(oauthFlows.linkUserId, userId))
  for (const table of [oauthIdentities, totpSecrets, pushSubscriptions, notifications, notificationChoices, deliveries, favourites, saleReminders, recommendRefusals, userEmbeddings, importRuns, importedPeople, apiTokens]) {
    await tx.delete(table).where(eq(table.userId, userId))
  }
  // With what they sent, and their secrets.
  await tx.delete(webhooks).where(eq(webhooks.ownerId, userId))
  await tx.delete(waitingOffers).where(inArray(waitingOffers.entryId, tx.select({ id: waitingEntries.id }).from(waitingEntries).where(eq(waitingEntries.userId, userId))))
  await tx.delete(waitingEntries).where(eq(waitingEntries.userId, userId))
  await tx.delete(idempotencyKeys).where(eq(idempotencyKeys.scope, `user:${userId}`))
  // That there were logins stays until they are tidied away, as in the audit log; from where does not.
  await tx.update(loginSessions).set({ ip: null, userAgent: null }).where(eq(loginSessions.userId, userId))
}

/** Events that are over keep the name of who invited to them: that is what visitors bought. */
async function blankPublisher(tx: Transaction, userId: string): Promise<void> {
  await tx.update(publishers).set({ slug: `deleted-${userId}`, nameEn: NOBODY.name, nameZh: '已注销账户', aboutEn: '', aboutZh: '', website: null }).where(eq(publishers.userId, userId))
  const applied = await tx.update(publisherApplications).set({ nameEn: NOBODY.name, nameZh: '已注销账户', about: '', website: null, reason: null })
    .where(eq(publisherApplications.userId, userId)).returning({ id: publisherApplications.id })
  if (applied.length === 0) return
  await tx.update(publisherApplications).set({ state: 'withdrawn' }).where(and(eq(publisherApplications.userId, userId), eq(publisherApplications.state, 'pending')))
  const keys = applied.map(({ id }) => `application-submitted:${id}`)
  // Admins were told his name.
  await tx.delete(notifications).where(inArray(notifications.noticeKey, keys))
  await tx.delete(deliveries).where(sql`split_part(${deliveries.deliveryKey}, ' ', 1) in ${keys}`)
  await blankMessages(tx, inArray(outbox.key, keys))
}

async function forgetCopiesOf(tx: Transaction, userId: string): Promise<string[]> {
  const gone = await tx.delete(dataExports).where(eq(dataExports.userId, userId)).returning({ fileKey: dataExports.fileKey })
  return gone.flatMap(({ fileKey }) => fileKey ?? [])
}

/** Where an e-mail or a phone stands by itself: in what was sent to it, asked of it, or answered with it (who is counted has only a hash, which ends by itself). */
async function forgetAddress(tx: Transaction, address: string): Promise<void> {
  await tx.delete(challenges).where(eq(challenges.target, address))
  await tx.delete(deliveries).where(eq(deliveries.address, address))
  await tx.delete(mailbox).where(eq(mailbox.address, address))
  await tx.delete(idempotencyKeys).where(quotes(sql`${idempotencyKeys.body}`, address))
  await blankMessages(tx, quotes(sql`${outbox.payload}::text`, address))
}

/** Messages that were on their way go nowhere; their rows stay, because others are put in order by them. */
async function blankMessages(tx: Transaction, which: ReturnType<typeof sql> | ReturnType<typeof inArray>): Promise<void> {
  await tx.update(outbox).set({ payload: { blanked: true }, deliveredAt: sql`coalesce(${outbox.deliveredAt}, now())` }).where(which)
}

/** Whether it is one of the texts in a JSON document: whole, because `ann@qq.example` ends like the address of `joann@qq.example`. */
const quotes = (where: ReturnType<typeof sql>, text: string) => sql`position(${JSON.stringify(text)} in ${where}) > 0`
