import type { Database } from '#drizzle/database.ts'
import { mailbox } from '#drizzle/schema/index.ts'
import type { MailSender, SmsSender } from '#server/domain/notify/index.ts'

/** Keeps mails for the mailbox page instead of sending them. The id of the delivery is the row's: a repetition adds nothing. */
export function mailToMailbox(db: Database): MailSender {
  return {
    send: async (letter) => {
      await db.insert(mailbox).values({ id: letter.id, channel: 'mail', address: letter.to, subject: letter.subject, text: letter.text, html: letter.html, attachments: (letter.attachments ?? []).map(({ name, type, content }) => ({ name, type, base64: content.toString('base64') })) }).onConflictDoNothing()
    },
    close: () => Promise.resolve()
  }
}

/** The same for text messages. */
export function smsToMailbox(db: Database): SmsSender {
  return {
    send: async (message) => {
      await db.insert(mailbox).values({ id: message.id, channel: 'sms', address: message.to, subject: message.text.slice(0, 80), text: message.text, html: null }).onConflictDoNothing()
    }
  }
}
