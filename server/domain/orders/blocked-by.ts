import { sql } from 'drizzle-orm'
import type { Queryable } from '#drizzle/database.ts'
import { BEING_BOUGHT } from '#server/domain/inventory/index.ts'
import type { TicketBlock } from '#shared/api/orders.ts'

interface Blockable { orderId: string, blockedReason: string | null }

/**
 * Why tickets open no door, as whoever has them is told. The reason that stands at a ticket does not say how its dispute ended; its payments
 * do. Asks the database for nothing where none is disputed.
 */
export async function blocksOf(db: Queryable, tickets: readonly Blockable[]): Promise<(ticket: Blockable) => TicketBlock | null> {
  const disputed = [...new Set(tickets.flatMap(ticket => ticket.blockedReason === 'disputed' ? ticket.orderId : []))]
  const lost = disputed.length ? await lostOrders(db, disputed) : new Set<string>()
  return ({ orderId, blockedReason }) => {
    if (blockedReason === null) return null
    if (blockedReason === BEING_BOUGHT) return 'being-bought'
    if (blockedReason === 'refunded-at-provider') return 'paid-back'
    return lost.has(orderId) ? 'charged-back' : 'payment'
  }
}

/** Those whose payer has his money back from his bank: of a payment of their own, or of one that came with a ticket that was changed. */
async function lostOrders(db: Queryable, orderIds: string[]): Promise<Set<string>> {
  const rows = await db.execute<{ id: string }>(sql`select o.id from orders o where o.id in (${sql.join(orderIds.map(id => sql`${id}::uuid`), sql`, `)}) and exists (
    select 1 from payments p where p.dispute = 'lost' and (p.order_id = o.id or exists (select 1 from order_credits c where c.payment_id = p.id and c.order_id = o.id)))`)
  return new Set(rows.map(row => row.id))
}
