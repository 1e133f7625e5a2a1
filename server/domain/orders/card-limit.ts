import { sql } from 'drizzle-orm'
import type { Transaction } from '#drizzle/database.ts'
import type { OrderRow } from '#drizzle/schema/index.ts'

/** The lock of one card for one session, until the transaction ends: what two of its payments buy is counted one after the other. */
export async function lockCard(tx: Transaction, sessionId: string, instrumentHash: string): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`card:${sessionId}:${instrumentHash}`}, 0))`)
}

/**
 * Whether an order that a card pays would take what that card bought of the session above what one person may have (T-09), whoever
 * ordered it. What counts are tickets that are still good, also those that a changed ticket's money pays. A ticket that this order takes
 * the place of is as good as given back. The card is locked by the caller.
 */
export async function passesCardLimit(tx: Transaction, order: Pick<OrderRow, 'id' | 'sessionId' | 'changesTicketId'>, instrumentHash: string): Promise<boolean> {
  const [found] = await tx.execute<{ limit: number, asked: string, had: string, replaced: string }>(sql`
    with by_card as (
      select id, order_id from payments where instrument_hash = ${instrumentHash} and state = 'captured'
    ), bought as (
      select order_id from by_card union select c.order_id from order_credits c join by_card p on p.id = c.payment_id
    ), good as (
      select t.id from tickets t join bought b on b.order_id = t.order_id where t.session_id = ${order.sessionId} and t.state in ('valid', 'used')
    )
    select s.per_person_limit as "limit", (select coalesce(sum(quantity), 0) from order_lines where order_id = ${order.id}) as asked,
      (select count(*) from good) as had, (select count(*) from good where id = ${order.changesTicketId}::uuid) as replaced
    from sessions s where s.id = ${order.sessionId}`)
  const more = Number(found!.asked) - Number(found!.replaced)
  // A change of one ticket for another is no more than there was, even where the limit was lowered meanwhile.
  return more > 0 && Number(found!.had) + more > found!.limit
}
