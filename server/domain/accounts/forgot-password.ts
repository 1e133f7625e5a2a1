import { and, eq, isNull, sql } from 'drizzle-orm'
import type { Transaction } from '#drizzle/database.ts'
import { inTransaction } from '#drizzle/transaction.ts'
import { challenges, users } from '#drizzle/schema/index.ts'
import { dispatch, giveNotice } from '#server/domain/notify/index.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import { newId } from '#shared/ids/id.ts'
import type { Locale } from '#shared/text/local-text.ts'
import type { AccountsDeps } from './accounts-deps.ts'
import { recordAudit } from './audit.ts'
import { openChallenge } from './challenge.ts'
import { requireChannel } from './code-message.ts'
import { crownFirstAdmin } from './first-admin.ts'
import { endLoginSessionsOf } from './end-login-sessions.ts'
import { hashAnswer, isSameHash, newLinkSecret } from './one-time-code.ts'
import { checkNewPassword } from './password-policy.ts'
import { hasSecondFactor } from './second-factor.ts'
import { countAnswer, countCodeSent } from './try-limits.ts'

/** A link to set a new password is good for so long. */
export const LINK_SECONDS = 60 * 60
/** The same for the first one of an account that somebody else had made, in days. */
export const INVITATION_DAYS = 7

/**
 * Writes a link to the e-mail; where no account has it, a mail that says so. Done and answered alike (S-10).
 * @throws `rate-limited`, `mail-not-set-up`
 */
export async function forgotPassword(deps: AccountsDeps, email: string, locale: Locale, network: string): Promise<void> {
  requireChannel(deps.channels, 'mail')
  await countCodeSent(deps, email, network)
  await inTransaction(deps.db, async (tx) => {
    const [user] = await tx.select({ id: users.id, locale: users.locale, disabledAt: users.disabledAt }).from(users).where(eq(users.email, email))
    const known = user && !user.disabledAt ? user : null
    const secret = newLinkSecret()
    const id = await openChallenge(tx, deps.keys.codes, { purpose: 'reset-password', target: email, answer: secret, isAnswerable: known !== null, payload: { userId: known?.id ?? newId() }, seconds: LINK_SECONDS })
    await dispatch(tx, {
      channel: 'mail', address: email, locale: known?.locale ?? locale, key: `challenge:${id}`, usefulSeconds: LINK_SECONDS,
      // The same size for both, and so the same time (S-11): where nobody is known the token is right for nothing, and is not written.
      kind: known ? 'reset-link' : 'reset-unknown', userId: known?.id, params: { token: tokenOf(id, secret) }
    })
  })
}

/** A link by which the owner of an account that an import brought enters it: what he proves by it is the e-mail. @returns the token of the link */
export async function invitationLink(tx: Transaction, codeKey: Uint8Array, { userId, email }: { userId: string, email: string }): Promise<string> {
  const secret = newLinkSecret()
  const id = await openChallenge(tx, codeKey, { purpose: 'reset-password', target: email, answer: secret, payload: { userId }, seconds: INVITATION_DAYS * 86_400 })
  return tokenOf(id, secret)
}

/**
 * Sets a new password by a link, ends all login sessions of the account and says so to its owner. The link proves the e-mail too.
 * A password that is refused leaves the link alive.
 * @returns whose account it was, and whether it asks for a second factor @throws `link-dead`, `password-refused`, `rate-limited`, `unavailable`
 */
export async function resetPassword(deps: AccountsDeps, input: { token: string, password: string }, network: string): Promise<{ userId: string, isTwoFactor: boolean }> {
  await countAnswer(deps, network)
  const link = await findLink(deps, input.token)
  checkNewPassword(input.password, link.email)
  const passwordHash = await deps.hasher.hash(input.password)
  const isTwoFactor = await inTransaction(deps.db, async (tx) => {
    const used = await tx.update(challenges).set({ closedAt: sql`clock_timestamp()`, payload: {} }).where(and(eq(challenges.id, link.id), isAlive)).returning({ id: challenges.id })
    if (used.length === 0) throw new DomainError('link-dead')
    // Not where the account has moved to another e-mail since.
    const [before] = await tx.select({ unclaimedSince: users.unclaimedSince }).from(users).where(eq(users.id, link.userId)).for('update')
    const isEntered = Boolean(before?.unclaimedSince)
    const [user] = await tx.update(users).set({ ...isEntered ? { unclaimedSince: null, phone: null } : {}, passwordHash, emailVerifiedAt: sql`coalesce(${users.emailVerifiedAt}, now())` })
      .where(and(eq(users.id, link.userId), eq(users.email, link.email), isNull(users.disabledAt))).returning({ id: users.id })
    if (!user) throw new DomainError('link-dead')
    await recordAudit(tx, { actor: user.id, action: 'account.password-reset', subjectType: 'user', subjectId: user.id })
    // It is the first time that anybody is in it: the same welcome as for whoever signs up.
    if (isEntered) await deps.wallet.grantWelcomePoints(tx, user.id, deps.welcomePoints)
    await endLoginSessionsOf(tx, user.id, 'password-reset')
    await crownFirstAdmin(tx, deps.firstAdmin, user.id, link.email)
    await giveNotice(tx, { to: { userId: user.id }, kind: 'password-changed', params: {}, path: '/account/security', key: `password-changed:${link.id}` })
    return await hasSecondFactor(tx, user.id)
  })
  deps.logins.forgetUser(link.userId)
  return { userId: link.userId, isTwoFactor }
}

async function findLink(deps: AccountsDeps, token: string): Promise<{ id: string, userId: string, email: string }> {
  const [id, secret] = partsOf(token)
  const [row] = id ? await deps.db.select().from(challenges).where(and(eq(challenges.id, id), eq(challenges.purpose, 'reset-password'), isAlive)) : []
  const userId = row?.payload.userId
  if (!row?.codeHash || typeof userId !== 'string' || !isSameHash(row.codeHash, hashAnswer(deps.keys.codes, row.id, secret))) throw new DomainError('link-dead')
  return { id: row.id, userId, email: row.target }
}

const isAlive = sql`${challenges.closedAt} is null and ${challenges.expiresAt} > clock_timestamp()`

/** The id, to find the link by, and the secret, to trust it by: 22 and 43 characters. */
function tokenOf(id: string, secret: string): string {
  return Buffer.from(id.replaceAll('-', ''), 'hex').toString('base64url') + secret
}

function partsOf(token: string): [id: string | null, secret: string] {
  const [text, secret] = [token.slice(0, 22), token.slice(22)]
  const id = Buffer.from(text, 'base64url').toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
  // Spelled in one way only: base64url leaves bits unused.
  return id.length === 36 && tokenOf(id, secret) === token ? [id, secret] : [null, '']
}
