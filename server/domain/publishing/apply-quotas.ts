import { and, eq, inArray, sql } from 'drizzle-orm'
import type { Transaction } from '#drizzle/database.ts'
import { orders, sessions, ticketQuotaTypes, ticketQuotas } from '#drizzle/schema/index.ts'
import { lockPlaces } from '#server/domain/inventory/index.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import { newId } from '#shared/ids/id.ts'
import type { EventDocument } from '#shared/publishing/event-document.ts'
import { ticketTypesBySession } from '#shared/publishing/ticket-types-of.ts'

type QuotaRow = typeof ticketQuotas.$inferInsert & { typeKeys: string[] }

/**
 * Lets nobody write or give up an order of the event's sessions while their quotas change, so that they are counted as they are.
 * Only where the event has quotas or had some. Before anything else of these sessions is locked: orders take this lock first, too.
 */
export async function lockForQuotas(tx: Transaction, eventId: string, document: EventDocument): Promise<void> {
  const ids = (await tx.select({ id: sessions.id }).from(sessions).where(eq(sessions.eventId, eventId)).orderBy(sessions.id)).map(row => row.id)
  if (ids.length === 0) return
  const had = await tx.select({ id: ticketQuotas.id }).from(ticketQuotas).where(inArray(ticketQuotas.sessionId, ids)).limit(1)
  if (had.length === 0 && !document.quotas?.length) return
  for (const id of ids) await lockPlaces(tx, id)
  // Whoever gives an order up moves its row before he counts what it frees.
  await tx.select({ id: orders.id }).from(orders)
    .where(and(inArray(orders.sessionId, ids), inArray(orders.state, ['pending', 'paid', 'partially_refunded']))).orderBy(orders.id).for('share')
}

/**
 * The quotas of the document, a row for each session that sells one of their types, counted anew from what is taken. After
 * `lockForQuotas` and the ticket types. Throws `quota-below-taken` with its name and the number.
 */
export async function applyQuotas(tx: Transaction, eventId: string, document: EventDocument): Promise<void> {
  const ofEvent = inArray(ticketQuotas.sessionId, tx.select({ id: sessions.id }).from(sessions).where(eq(sessions.eventId, eventId)))
  await tx.delete(ticketQuotas).where(ofEvent)
  const rows = rowsOf(document)
  if (rows.length === 0) return
  for (let from = 0; from < rows.length; from += BATCH) await write(tx, rows.slice(from, from + BATCH))
}

/** Rows of one statement, each with a handful of parameters. */
const BATCH = 1_000

async function write(tx: Transaction, rows: QuotaRow[]): Promise<void> {
  const types = JSON.stringify(rows.flatMap(({ id, sessionId, typeKeys }) => typeKeys.map(key => ({ quota_id: id, session_id: sessionId, document_key: key }))))
  const counted = await tx.execute<{ quota_id: string, taken: number }>(sql`
    select w.quota_id, sum(l.quantity)::int as taken
    from jsonb_to_recordset(${types}::text::jsonb) as w(quota_id uuid, session_id uuid, document_key uuid)
    join ticket_types t on t.session_id = w.session_id and t.document_key = w.document_key join order_lines l on l.ticket_type_id = t.id
    join (select order_line_id, state from claims union all select order_line_id, state from standing_claims) c on c.order_line_id = l.id
    where c.state in ('pending', 'sold') group by w.quota_id`)
  const takenOf = new Map(counted.map(row => [row.quota_id, row.taken]))
  for (const { id, nameEn, nameZh, capacity } of rows) {
    const taken = takenOf.get(id!) ?? 0
    if (taken > capacity) throw new DomainError('quota-below-taken', { quota: { en: nameEn, zh: nameZh }, taken, capacity })
  }
  await tx.insert(ticketQuotas).values(rows.map(({ typeKeys: _, ...row }) => ({ ...row, taken: takenOf.get(row.id!) ?? 0 })))
  await tx.execute(sql`
    insert into ${ticketQuotaTypes} (quota_id, ticket_type_id)
    select w.quota_id, t.id from jsonb_to_recordset(${types}::text::jsonb) as w(quota_id uuid, session_id uuid, document_key uuid)
    join ticket_types t on t.session_id = w.session_id and t.document_key = w.document_key`)
}

function rowsOf(document: EventDocument): QuotaRow[] {
  return [...ticketTypesBySession(document)].flatMap(([sessionId, types]) => (document.quotas ?? []).flatMap((quota) => {
    const typeKeys = types.map(type => type.key).filter(key => quota.ticketTypeKeys.includes(key))
    return typeKeys.length === 0 ? [] : [{ id: newId(), sessionId, documentKey: quota.key, nameEn: quota.name.en, nameZh: quota.name.zh, capacity: quota.capacity, typeKeys }]
  }))
}
