import type { Queryable } from '#drizzle/database.ts'
import { outbox } from '#drizzle/schema/index.ts'

/** Leaves word that tickets open no door for now, or do again: what shows them elsewhere has to say so. */
export async function noteBlocked(tx: Queryable, tickets: { id: string }[]): Promise<void> {
  if (tickets.length > 0) await tx.insert(outbox).values(tickets.map(({ id }) => ({ topic: 'ticket.blocked', key: id, payload: { ticketId: id } })))
}
