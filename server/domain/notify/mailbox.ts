import { desc, eq, sql } from 'drizzle-orm'
import type { Database } from '#drizzle/database.ts'
import { mailbox } from '#drizzle/schema/index.ts'
import { DomainError } from '#shared/errors/domain-error.ts'

export interface MailboxMessage { id: string, channel: 'mail' | 'sms', address: string, subject: string, createdAt: string }

/** The newest mails and texts that this house kept instead of sending them, of one address or of all. */
export async function readMailbox(db: Database, address?: string): Promise<MailboxMessage[]> {
  const rows = await db.select({ id: mailbox.id, channel: mailbox.channel, address: mailbox.address, subject: mailbox.subject, createdAt: mailbox.createdAt })
    .from(mailbox).where(address ? eq(sql`lower(${mailbox.address})`, address.toLowerCase()) : undefined)
    .orderBy(desc(mailbox.createdAt), desc(mailbox.id)).limit(100)
  return rows.map(shown)
}

/** One of them, whole. Throws not-found. */
export async function readMailboxMessage(db: Database, id: string): Promise<MailboxMessage & { text: string, html: string | null, attachments: { name: string, type: string, base64: string }[] }> {
  const [row] = await db.select().from(mailbox).where(eq(mailbox.id, id))
  if (!row) throw new DomainError('not-found')
  return { ...shown(row), text: row.text, html: row.html, attachments: row.attachments }
}

function shown(row: { id: string, channel: string, address: string, subject: string, createdAt: Date }): MailboxMessage {
  return { id: row.id, channel: row.channel === 'sms' ? 'sms' : 'mail', address: row.address, subject: row.subject, createdAt: row.createdAt.toISOString() }
}
