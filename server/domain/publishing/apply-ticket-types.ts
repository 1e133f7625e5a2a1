import { and, eq, inArray, isNull, sql } from 'drizzle-orm'
import type { Transaction } from '#drizzle/database.ts'
import { sessions, ticketTypes } from '#drizzle/schema/index.ts'
import { newId } from '#shared/ids/id.ts'
import type { EventDocument } from '#shared/publishing/event-document.ts'
import { ticketTypesBySession } from '#shared/publishing/ticket-types-of.ts'

/**
 * The prices of the document, a row for each session that sells at them. A row stays the same row when its price changes, so
 * that the holds and orders that froze the old one still name it; what is sold no more is retired, never deleted, for the same reason.
 */
export async function applyTicketTypes(tx: Transaction, eventId: string, document: EventDocument): Promise<void> {
  const wanted = JSON.stringify(rowsOf(document))
  await nameOldRows(tx, eventId, wanted)
  // All are retired for a moment: two prices may exchange their names, which the unique index would refuse in between.
  await tx.update(ticketTypes).set({ retiredAt: sql`now()` })
    .where(and(inArray(ticketTypes.sessionId, tx.select({ id: sessions.id }).from(sessions).where(eq(sessions.eventId, eventId))), isNull(ticketTypes.retiredAt)))
  await tx.execute(sql`
    insert into ticket_types (id, session_id, document_key, name_en, name_zh, category_key, price_minor, currency, sort_order, sale_starts_at, sale_ends_at)
    select id, session_id, document_key, name_en, name_zh, category_key, price_minor, currency, sort_order, sale_starts_at, sale_ends_at
    from jsonb_populate_recordset(null::ticket_types, ${wanted}::text::jsonb)
    on conflict (session_id, document_key) do update set
      name_en = excluded.name_en, name_zh = excluded.name_zh, category_key = excluded.category_key, price_minor = excluded.price_minor, currency = excluded.currency,
      sort_order = excluded.sort_order, sale_starts_at = excluded.sale_starts_at, sale_ends_at = excluded.sale_ends_at, retired_at = null`)
}

/** Rows older than documents have no key: the first approval gives each the key of what sells the same part of the hall by the same name. */
async function nameOldRows(tx: Transaction, eventId: string, wanted: string): Promise<void> {
  await tx.execute(sql`
    update ticket_types t set document_key = w.document_key
    from jsonb_populate_recordset(null::ticket_types, ${wanted}::text::jsonb) w, sessions s
    where s.id = t.session_id and s.event_id = ${eventId} and t.document_key is null and t.retired_at is null
      and w.session_id = t.session_id and w.category_key = t.category_key and w.name_en = t.name_en`)
}

/** Every session that sells at every price: as many as a table has room for, so they go as one parameter. */
function rowsOf(document: EventDocument): Record<string, unknown>[] {
  const order = new Map(document.ticketTypes.map((type, index) => [type.key, index]))
  return [...ticketTypesBySession(document)].flatMap(([sessionKey, types]) => types.map(type => ({
    id: newId(), session_id: sessionKey, document_key: type.key, name_en: type.name.en, name_zh: type.name.zh, category_key: type.categoryKey,
    price_minor: type.priceMinor, currency: document.currency, sort_order: order.get(type.key), sale_starts_at: type.saleStartsAt, sale_ends_at: type.saleEndsAt
  })))
}
