import { randomBytes } from 'node:crypto'
import { and, eq, inArray, sql } from 'drizzle-orm'
import type { Database, Transaction } from '#drizzle/database.ts'
import { type WaitingEntryRow, users, waitingEntries } from '#drizzle/schema/index.ts'
import { inTransaction } from '#drizzle/transaction.ts'
import type { RateLimiter } from '#server/domain/accounts/index.ts'
import type { HoldStore } from '#server/domain/inventory/index.ts'
import { dispatch, sealGuestSecret } from '#server/domain/notify/index.ts'
import { hashSecret, personBehind } from '#server/domain/orders/index.ts'
import type { JoinWaitingListInput } from '#shared/api/waiting-list.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import { newId } from '#shared/ids/id.ts'
import type { Locale } from '#shared/text/local-text.ts'
import { checkWish } from './check-wish.ts'
import { recordJoined } from './move-entry.ts'
import { confirmMail } from './notices.ts'
import { LIVE_STATES } from './transitions.ts'

export interface JoinDeps { db: Database, holds: HoldStore, limiter: RateLimiter }

export interface Joiner {
  userId: string | null
  locale: Locale
  /** Seals the guest's secret, so that mails can carry the link. */
  guestKey: Buffer
  network: string
}

/** Guests that one network may put on lists in ten minutes: each gets a mail. */
const TRIES = 30
const WINDOW_SECONDS = 600

/**
 * Puts somebody on the list of a session. Whoever is on it already keeps his place and changes his wish. A guest is asked by mail
 * to confirm, and joins when he opens the link; an address that is on the list gets its link again, and nobody learns that it was.
 * Throws seats-free (what is wished for can be bought now), waiting-list-closed, limit-reached, invalid-input, sale-not-open,
 * session-cancelled, login-required (a guest without contact), rate-limited.
 * @returns the entry's id; null for a guest, who finds it in his mail
 */
export async function joinList(deps: JoinDeps, joiner: Joiner, sessionId: string, input: JoinWaitingListInput): Promise<{ entryId: string | null }> {
  if (!joiner.userId) await countGuest(deps, joiner)
  const contact = await contactOf(deps.db, joiner, input)
  const behind = await personBehind(deps.db, joiner.guestKey, { userId: joiner.userId, email: contact.email })
  await checkWish(deps, behind, sessionId, input.wish)
  const { personKey } = behind
  const person = { sessionId, personKey, userId: joiner.userId, ...contact, locale: input.locale ?? joiner.locale }
  return await inTransaction(deps.db, async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`waiting:${sessionId}:${personKey}`}, 0))`)
    const [known] = await tx.select().from(waitingEntries)
      .where(and(eq(waitingEntries.sessionId, sessionId), eq(waitingEntries.personKey, personKey), inArray(waitingEntries.state, [...LIVE_STATES])))
    return joiner.userId ? await joinWithAccount(tx, person, input, known) : await joinAsGuest(tx, joiner, person, input, known)
  })
}

type Person = Pick<WaitingEntryRow, 'sessionId' | 'personKey' | 'userId' | 'email' | 'name' | 'locale'>

async function countGuest({ limiter }: JoinDeps, { network }: Joiner): Promise<void> {
  const tries = await limiter.hit(`waiting-list:${network}`, TRIES, WINDOW_SECONDS)
  if (!tries.allowed) throw new DomainError('rate-limited', { retryAfterSeconds: tries.retryAfterSeconds })
}

async function contactOf(db: Database, joiner: Joiner, input: JoinWaitingListInput): Promise<{ name: string, email: string }> {
  if (!joiner.userId) {
    if (!input.contact) throw new DomainError('login-required')
    return input.contact
  }
  const [user] = await db.select({ name: users.displayName, email: users.email }).from(users).where(eq(users.id, joiner.userId))
  const email = user?.email ?? input.contact?.email
  if (!user || !email) throw new DomainError('invalid-input', { errors: [{ path: 'contact', message: 'an e-mail is needed for the tickets', code: 'custom' }] })
  return { name: user.name, email }
}

async function joinWithAccount(tx: Transaction, person: Person, { wish }: JoinWaitingListInput, known: WaitingEntryRow | undefined): Promise<{ entryId: string }> {
  if (known) {
    if (known.state === 'waiting') await tx.update(waitingEntries).set(wish).where(eq(waitingEntries.id, known.id))
    return { entryId: known.id }
  }
  const id = newId()
  await tx.insert(waitingEntries).values({ ...person, ...wish, id })
  await recordJoined(tx, id, 'waiting', person.personKey)
  return { entryId: id }
}

async function joinAsGuest(tx: Transaction, { guestKey }: Joiner, person: Person, { wish }: JoinWaitingListInput, known: WaitingEntryRow | undefined): Promise<{ entryId: null }> {
  // Anybody may have typed this address: a wish that was confirmed is changed by its link only.
  if (known?.state === 'unconfirmed') await tx.update(waitingEntries).set({ ...wish, name: person.name, locale: person.locale }).where(eq(waitingEntries.id, known.id))
  const entry = known ?? await insertGuest(tx, guestKey, person, wish)
  await dispatch(tx, await confirmMail(tx, entry, entry.state !== 'unconfirmed'))
  return { entryId: null }
}

async function insertGuest(tx: Transaction, guestKey: Buffer, person: Person, wish: JoinWaitingListInput['wish']): Promise<WaitingEntryRow> {
  const secret = randomBytes(32).toString('base64url')
  const [entry] = await tx.insert(waitingEntries)
    .values({ ...person, ...wish, state: 'unconfirmed', guestSecretHash: hashSecret(secret), guestSecretSealed: sealGuestSecret(guestKey, secret) }).returning()
  await recordJoined(tx, entry!.id, 'unconfirmed', 'guest')
  return entry!
}
