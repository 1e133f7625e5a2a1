import { createHmac, timingSafeEqual } from 'node:crypto'
import { eq } from 'drizzle-orm'
import type { Queryable } from '#drizzle/database.ts'
import { tickets } from '#drizzle/schema/index.ts'
import { DomainError } from '#shared/errors/domain-error.ts'

/** What a device shows to ask about one pass: derived from the ticket's own secret, so that it opens nothing else and dies with the key of the house. */
export function passToken(key: Buffer, ticket: { id: string, secret: string }): string {
  return createHmac('sha256', key).update(`${ticket.id} ${ticket.secret}`).digest('base64url')
}

/** Throws `pass-token-refused` where the token is not that of the ticket, and likewise where there is no such ticket. */
export async function requirePassToken(db: Queryable, key: Buffer, ticketId: string, shown: string | null): Promise<{ id: string, secret: string }> {
  const [ticket] = await db.select({ id: tickets.id, secret: tickets.secret }).from(tickets).where(eq(tickets.id, ticketId))
  const right = Buffer.from(passToken(key, ticket ?? { id: ticketId, secret: '' }))
  const given = Buffer.from(shown ?? '')
  if (!ticket || given.length !== right.length || !timingSafeEqual(given, right)) throw new DomainError('pass-token-refused')
  return ticket
}
