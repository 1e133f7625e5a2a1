import { and, eq, sql } from 'drizzle-orm'
import type { Database } from '#drizzle/database.ts'
import { inTransaction } from '#drizzle/transaction.ts'
import { events, outbox, sessions, tickets } from '#drizzle/schema/index.ts'
import { recordAudit } from '#server/domain/accounts/index.ts'
import type { OrderReader } from '#server/domain/orders/index.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import { actorOf } from './hand-on.ts'
import { ownTicket } from './own-ticket.ts'

/** Writes another name on a valid ticket, until the doors open. Throws `not-found`, `name-fixed`. */
export async function nameTicket(deps: { db: Database }, reader: OrderReader, ticketId: string, name: string): Promise<void> {
  await ownTicket(deps.db, reader, ticketId)
  await inTransaction(deps.db, async (tx) => {
    const beforeDoors = sql`exists (select 1 from ${sessions} join ${events} on ${events.id} = ${sessions.eventId} where ${sessions.id} = ${tickets.sessionId} and coalesce(${sessions.doorsAt}, ${sessions.startsAt}) > now() and not ${events.needsIdentity})`
    const changed = await tx.update(tickets).set({ holderName: name }).where(and(eq(tickets.id, ticketId), eq(tickets.state, 'valid'), beforeDoors)).returning({ id: tickets.id })
    if (changed.length !== 1) throw new DomainError('name-fixed')
    // Not the names: the log is read by people and kept for years.
    await recordAudit(tx, { actor: actorOf(reader), action: 'ticket.renamed', subjectType: 'ticket', subjectId: ticketId })
    await tx.insert(outbox).values({ topic: 'ticket.renamed', key: ticketId, payload: { ticketId } })
  })
}
