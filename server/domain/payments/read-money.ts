import { type SQL, sql } from 'drizzle-orm'
import type { Database, Transaction } from '#drizzle/database.ts'
import type { Concern, ConcernKind, MoneyReply } from '#shared/api/money.ts'
import { CONCERNS } from './concerns.ts'

/** Shown of each kind; the count says how many there are. */
const SHOWN = 50

/** What an admin must look at, in one snapshot: one query for each kind, however much there is (D-02). */
export async function readMoney(deps: { db: Database }, shown = SHOWN): Promise<MoneyReply> {
  return await deps.db.transaction(async (tx) => {
    const parts: MoneyReply['parts'] = []
    for (const [kind, query] of Object.entries(CONCERNS)) parts.push({ kind: kind as ConcernKind, ...await read(tx, query, shown) })
    return { parts }
  }, { isolationLevel: 'repeatable read', accessMode: 'read only' })
}

interface Row extends Record<string, unknown> {
  id: string
  why: string
  order_id: string | null
  reference: string | null
  user_id: string | null
  user_name: string | null
  method: string
  amount_minor: string | null
  currency: string | null
  at: string
  asked_at: string | null
  words: string | null
  payment_id: string | null
  total: string
}

async function read(tx: Transaction, query: SQL, shown: number): Promise<{ count: number, concerns: Concern[] }> {
  const rows = await tx.execute<Row>(sql`
    select c.*, o.reference, u.display_name as user_name
    from (select all_of_it.*, count(*) over () as total from (${query}) all_of_it order by at, id limit ${shown}) c
    left join orders o on o.id = c.order_id left join users u on u.id = c.user_id order by c.at, c.id`)
  return { count: Number(rows[0]?.total ?? 0), concerns: rows.map(concernOf) }
}

const time = (instant: string) => new Date(instant).toISOString()

function concernOf(row: Row): Concern {
  return {
    id: row.id, why: row.why, method: row.method,
    order: row.order_id && row.reference ? { id: row.order_id, reference: row.reference } : null,
    person: row.user_id ? { id: row.user_id, name: row.user_name ?? '' } : null,
    amount: row.amount_minor !== null && row.currency !== null ? { amountMinor: Number(row.amount_minor), currency: row.currency } : null,
    at: time(row.at), askedAt: row.asked_at && time(row.asked_at), words: row.words || null, paymentId: row.payment_id
  }
}
