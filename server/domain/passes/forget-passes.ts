import { eq, inArray, or, sql } from 'drizzle-orm'
import type { Queryable, Transaction } from '#drizzle/database.ts'
import { orders, tickets, walletRegistrations } from '#drizzle/schema/index.ts'
import { checkPassesOfPerson } from './mark-due.ts'

/** Takes the devices of somebody who leaves from the passes that are his, and his name off those with a provider. Before his name goes from the tickets. */
export async function forgetWalletsOf(tx: Transaction, userId: string): Promise<void> {
  await checkPassesOfPerson(tx, userId)
  await tx.delete(walletRegistrations).where(inArray(walletRegistrations.ticketId, tx.select({ id: tickets.id }).from(tickets).innerJoin(orders, eq(orders.id, tickets.orderId)).where(or(eq(orders.userId, userId), eq(tickets.holderUserId, userId)))))
  await forgetIdleDevices(tx)
}

/** A month after a show nobody needs to hear of its passes. */
export async function forgetOldPasses(db: Queryable): Promise<void> {
  const old = sql`select t.id from tickets t join sessions s on s.id = t.session_id where s.ends_at < now() - interval '30 days'`
  await db.execute(sql`delete from wallet_registrations where ticket_id in (${old})`)
  await db.execute(sql`delete from wallet_passes where ticket_id in (${old})`)
  await forgetIdleDevices(db)
}

async function forgetIdleDevices(db: Queryable): Promise<void> {
  await db.execute(sql`delete from wallet_devices d where not exists (select 1 from wallet_registrations r where r.device_id = d.id) and d.created_at < now() - interval '1 minute'`)
}
