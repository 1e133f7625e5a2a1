import { createHmac, timingSafeEqual } from 'node:crypto'
import { eq } from 'drizzle-orm'
import type { Database } from '#drizzle/database.ts'
import { users } from '#drizzle/schema/index.ts'
import { NOTICE_KINDS, type NoticeKindName } from '#shared/notify/notice-kinds.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import { choose } from './choices.ts'

/** A signed right to end one kind of mail to one person, and nothing else: stands in the mails themselves. */
export function unsubscribeTokenFor(key: Buffer, userId: string, kind: NoticeKindName): string {
  const claim = `${userId}.${kind}`
  return `${claim}.${signature(key, claim)}`
}

/** Ends mails of the token's kind. Asking twice is fine. Throws not-found for a token that is not ours. @returns the kind */
export async function unsubscribe(deps: { db: Database, key: Buffer }, token: string): Promise<NoticeKindName> {
  const [, userId, kind, given] = /^([\da-f-]{36})\.([a-z-]{3,40})\.([\w-]{43})$/.exec(token) ?? []
  if (!userId || !kind || !given || !Object.hasOwn(NOTICE_KINDS, kind)) throw new DomainError('not-found')
  if (!timingSafeEqual(Buffer.from(given), Buffer.from(signature(deps.key, `${userId}.${kind}`)))) throw new DomainError('not-found')
  const [person] = await deps.db.select({ id: users.id }).from(users).where(eq(users.id, userId))
  // Who has left the house gets no mails anyway.
  if (person) await choose(deps.db, userId, kind as NoticeKindName, 'mail', false)
  return kind as NoticeKindName
}

/** The same right of somebody without an account: to end reports to his address. */
export function outsideTokenFor(key: Buffer, receiverId: string): string {
  return `outside.${receiverId}.${signature(key, `outside.${receiverId}`)}`
}

/** Whose token it is, where it is one of an address outside. Throws not-found for one that is not ours. */
export function outsideReaderOf(key: Buffer, token: string): string | null {
  if (!token.startsWith('outside.')) return null
  const [, receiverId, given] = /^outside\.([\da-f-]{36})\.([\w-]{43})$/.exec(token) ?? []
  if (!receiverId || !given || !timingSafeEqual(Buffer.from(given), Buffer.from(signature(key, `outside.${receiverId}`)))) throw new DomainError('not-found')
  return receiverId
}

function signature(key: Buffer, claim: string): string {
  return createHmac('sha256', key).update(`unsubscribe ${claim}`).digest('base64url')
}
