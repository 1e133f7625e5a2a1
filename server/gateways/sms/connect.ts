import type { Database } from '#drizzle/database.ts'
import type { SmsSender } from '#server/domain/notify/index.ts'
import { smsToMailbox } from '../mailbox/mailbox-senders.ts'
import { type TwilioSettings, twilioSender } from './twilio-sender.ts'

/** How text messages leave: by a provider, into the mailbox page of this house, or not at all. */
export type SmsSettings = { kind: 'twilio' } & TwilioSettings | { kind: 'mailbox' } | { kind: 'none' }

export function createSmsSender(settings: SmsSettings, db: Database): SmsSender | null {
  if (settings.kind === 'twilio') return twilioSender(settings)
  return settings.kind === 'mailbox' ? smsToMailbox(db) : null
}
