import type { Transaction } from '#drizzle/database.ts'
import { type Dispatch, dispatch } from '#server/domain/notify/index.ts'
import type { ChallengeReply } from '#shared/api/identity.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import type { Locale } from '#shared/text/local-text.ts'
import type { Channels } from './accounts-deps.ts'
import { CODE_SECONDS, RESEND_SECONDS } from './challenge.ts'

interface CodeMessage {
  channel: Dispatch['channel']
  address: string
  kind: Dispatch['kind']
  /** Null in messages that have none. */
  code: string | null
  locale: Locale
  userId?: string
}

/** Sends the code of a challenge, in the transaction that asked. */
export async function sendCode(tx: Transaction, challengeId: string, message: CodeMessage): Promise<void> {
  const { code, ...rest } = message
  await dispatch(tx, { ...rest, params: code === null ? {} : { code }, usefulSeconds: CODE_SECONDS, key: `challenge:${challengeId}` })
}

/** What whoever asked for a code is told. */
export function challengeReplyOf(channels: Channels, challengeId: string): ChallengeReply {
  return { challengeId, expiresInSeconds: CODE_SECONDS, resendInSeconds: RESEND_SECONDS, isKeptInMailbox: channels.mailbox }
}

/** Nobody is asked for a code that can never arrive. @throws `mail-not-set-up` */
export function requireChannel(channels: Channels, channel: Dispatch['channel']): void {
  if (!channels[channel]) throw new DomainError('mail-not-set-up')
}
