import { createHmac } from 'node:crypto'
import { sql } from 'drizzle-orm'
import type { Database } from '#drizzle/database.ts'
import type { PaymentDeps } from './deps.ts'

/** What the database has of a card or account: the same for the same one, and worth nothing without the key of the house. */
export function instrumentHash(keys: PaymentDeps['keys'], method: string, instrument: string): string {
  return createHmac('sha256', keys.instruments).update(`${method} ${instrument}`).digest('base64url')
}

/** Forgets which card paid for shows that are over: nothing is counted for them any more. Safe to repeat. @returns how many */
export async function forgetInstruments(db: Database): Promise<number> {
  const forgotten = await db.execute(sql`
    update payments p set instrument_hash = null from orders o join sessions s on s.id = o.session_id
    where p.instrument_hash is not null and o.id = p.order_id and s.ends_at < now() and not exists (
      select 1 from order_credits c join orders later on later.id = c.order_id join sessions its on its.id = later.session_id where c.payment_id = p.id and its.ends_at >= now())
    returning 1`)
  return forgotten.length
}
