import { and, eq, isNull, sql } from 'drizzle-orm'
import type { Transaction } from '#drizzle/database.ts'
import { promoCodes } from '#drizzle/schema/index.ts'
import type { EventDocument } from '#shared/publishing/event-document.ts'

/** The promo codes of the document. What was redeemed stays counted; fewer uses than there were means: no more. */
export async function applyPromoCodes(tx: Transaction, eventId: string, document: EventDocument): Promise<void> {
  await tx.update(promoCodes).set({ retiredAt: sql`now()` }).where(and(eq(promoCodes.eventId, eventId), isNull(promoCodes.retiredAt)))
  if (document.promoCodes.length === 0) return
  await tx.insert(promoCodes).values(document.promoCodes.map(({ key, startsAt, endsAt, ...promo }) => ({
    ...promo, eventId, documentKey: key, startsAt: startsAt ? new Date(startsAt) : null, endsAt: endsAt ? new Date(endsAt) : null
  }))).onConflictDoUpdate({
    target: [promoCodes.eventId, promoCodes.documentKey],
    set: {
      code: sql`excluded.code`, percentOff: sql`excluded.percent_off`, amountOffMinor: sql`excluded.amount_off_minor`,
      maxUses: sql`case when excluded.max_uses is null then null else greatest(excluded.max_uses, ${promoCodes.uses}) end`,
      startsAt: sql`excluded.starts_at`, endsAt: sql`excluded.ends_at`, retiredAt: sql`null`
    }
  })
}
