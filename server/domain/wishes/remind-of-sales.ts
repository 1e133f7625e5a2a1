import { sql } from 'drizzle-orm'
import type { Database, Transaction } from '#drizzle/database.ts'
import { inTransaction } from '#drizzle/transaction.ts'
import { giveNotice } from '#server/domain/notify/index.ts'

/** Reminders told in one transaction. */
const BATCH = 500

interface Due extends Record<string, unknown> { user_id: string, event_id: string, asked_ms: string, slug: string, name_en: string, name_zh: string }

/**
 * Tells everybody who asked that tickets of an event are on sale now: when its first sale that lay ahead has begun. The row that is
 * marked and the notice are one transaction, and rows are locked past each other, so that several processes tell each person once.
 * @returns how many were told
 */
export async function remindOfSales(db: Database): Promise<number> {
  let told = 0
  for (;;) {
    const due = await inTransaction(db, tellSome)
    told += due
    if (due < BATCH) return told
  }
}

async function tellSome(tx: Transaction): Promise<number> {
  const due = await tx.execute<Due>(sql`
    update sale_reminders r set reminded_at = now()
    from (
      select w.user_id, w.event_id from sale_reminders w
      where w.reminded_at is null and exists (
        select 1 from sessions s join events e on e.id = s.event_id
        where s.event_id = w.event_id and e.status = 'approved' and s.status = 'scheduled' and s.sale_starts_at <= now() and s.sale_ends_at > now())
      order by w.event_id, w.user_id limit ${BATCH} for update skip locked
    ) d, events e
    where r.user_id = d.user_id and r.event_id = d.event_id and e.id = r.event_id
    returning r.user_id, r.event_id, extract(epoch from r.created_at)::text as asked_ms, e.slug, e.name_en, e.name_zh`)
  await giveNotice(tx, ...due.map(row => ({
    to: { userId: row.user_id }, kind: 'sale-opened' as const, path: `/events/${row.slug}`,
    params: { eventEn: row.name_en, eventZh: row.name_zh }, key: `sale-opened:${row.event_id}:${row.asked_ms}`
  })))
  return due.length
}
