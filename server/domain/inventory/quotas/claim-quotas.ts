import { and, asc, eq, inArray, sql } from 'drizzle-orm'
import type { Transaction } from '#drizzle/database.ts'
import { ticketQuotaTypes, ticketQuotas } from '#drizzle/schema/index.ts'

/** The quota that has too few left, with its name. */
export interface QuotaRefusal { quota: { en: string, zh: string }, left: number, asked: number }

/**
 * Counts the tickets of an order in the quotas of their types, each by one conditional update in one order for all. The shared
 * lock on the places of the session keeps what a quota counts as it is meanwhile.
 * @returns the quota that has too few left; where there is one, the caller rolls back
 */
export async function claimQuotas(tx: Transaction, sessionId: string, lines: { ticketTypeId: string, quantity: number }[]): Promise<QuotaRefusal | null> {
  const counted = await tx.select({ id: ticketQuotas.id, nameEn: ticketQuotas.nameEn, nameZh: ticketQuotas.nameZh, ticketTypeId: ticketQuotaTypes.ticketTypeId })
    .from(ticketQuotas).innerJoin(ticketQuotaTypes, eq(ticketQuotaTypes.quotaId, ticketQuotas.id))
    .where(and(eq(ticketQuotas.sessionId, sessionId), inArray(ticketQuotaTypes.ticketTypeId, lines.map(line => line.ticketTypeId)))).orderBy(asc(ticketQuotas.id))
  for (const [id, types] of Map.groupBy(counted, row => row.id)) {
    const ofQuota = new Set(types.map(type => type.ticketTypeId))
    const asked = lines.reduce((sum, line) => sum + (ofQuota.has(line.ticketTypeId) ? line.quantity : 0), 0)
    const moved = await tx.update(ticketQuotas).set({ taken: sql`${ticketQuotas.taken} + ${asked}` })
      .where(and(eq(ticketQuotas.id, id), sql`${ticketQuotas.taken} + ${asked} <= ${ticketQuotas.capacity}`)).returning({ id: ticketQuotas.id })
    if (moved.length === 1) continue
    const [quota] = await tx.select({ left: sql<number>`${ticketQuotas.capacity} - ${ticketQuotas.taken}` }).from(ticketQuotas).where(eq(ticketQuotas.id, id))
    return { quota: { en: types[0]!.nameEn, zh: types[0]!.nameZh }, left: quota?.left ?? 0, asked }
  }
  return null
}

/** Gives back what freed places of order lines counted. */
export async function giveBackQuotas(tx: Transaction, freed: { sessionId: string, orderLineId: string, quantity: number }[]): Promise<void> {
  if (freed.length === 0) return
  // Locked before they are counted, so that a quota which changes meanwhile is read as it then is.
  const quotas = await tx.select({ id: ticketQuotas.id }).from(ticketQuotas)
    .where(inArray(ticketQuotas.sessionId, [...new Set(freed.map(line => line.sessionId))])).orderBy(asc(ticketQuotas.id)).for('no key update')
  if (quotas.length === 0) return
  await tx.execute(sql`
    update ticket_quotas q set taken = q.taken - back.tickets
    from (
      select t.quota_id as id, sum(f.quantity)::int as tickets
      from jsonb_to_recordset(${JSON.stringify(freed.map(({ orderLineId, quantity }) => ({ orderLineId, quantity })))}::jsonb) as f("orderLineId" uuid, quantity int)
      join order_lines l on l.id = f."orderLineId" join ticket_quota_types t on t.ticket_type_id = l.ticket_type_id group by t.quota_id
    ) back
    where q.id = back.id`)
}
