import type { Database } from '#drizzle/database.ts'
import type { MailSender } from '#server/domain/notify/index.ts'
import { mailToMailbox } from '../mailbox/mailbox-senders.ts'
import { smtpSender } from './smtp-sender.ts'

/** How mails leave: by SMTP, into the mailbox page of this house, or not at all. */
export type MailSettings = { kind: 'smtp', url: string, from: string, lanes: number } | { kind: 'mailbox' } | { kind: 'none' }

export function createMailSender(settings: MailSettings, db: Database): MailSender | null {
  if (settings.kind === 'smtp') return smtpSender(settings)
  return settings.kind === 'mailbox' ? mailToMailbox(db) : null
}
