import { and, eq, gt, lte, sql } from 'drizzle-orm'
import type { Database, Queryable } from '#drizzle/database.ts'
import { sandboxNotices, sandboxPayments, sandboxRefunds } from '#drizzle/schema/index.ts'

export type SandboxPayment = typeof sandboxPayments.$inferSelect

/** A notice's name of what happened. */
export type Happening = 'payment.paid' | 'payment.declined' | 'payment.cancelled' | 'refund.done' | 'dispute.opened' | 'dispute.won' | 'dispute.lost'

/** How the notices of a payment are sent: as real providers send them on good and bad days. */
export const MANNERS = ['once', 'twice', 'late', 'never', 'reordered'] as const
export type Manner = (typeof MANNERS)[number]

/** How late a late notice is, in s: after the provider has been asked already. */
const LATE_SECONDS = 90

/** The payment as it stands now: a slow one is paid once its time has come. */
export async function readSandboxPayment(db: Queryable, id: string): Promise<SandboxPayment | null> {
  const [payment] = await db.select().from(sandboxPayments).where(eq(sandboxPayments.id, id))
  if (payment?.state !== 'processing') return payment ?? null
  const [paid] = await db.update(sandboxPayments).set({ state: 'paid', paidAt: sql`now()` })
    .where(and(eq(sandboxPayments.id, id), eq(sandboxPayments.state, 'processing'), lte(sandboxPayments.paysAt, sql`now()`))).returning()
  return paid ?? payment
}

/** Takes the money of an open payment, at once or after so many seconds. @returns null where it is not open, or its time is over */
export async function takeMoney(db: Database, id: string, afterSeconds: number): Promise<SandboxPayment | null> {
  const [taken] = await db.update(sandboxPayments)
    .set(afterSeconds > 0 ? { state: 'processing', paysAt: sql`now() + make_interval(secs => ${afterSeconds})` } : { state: 'paid', paidAt: sql`now()` })
    .where(and(eq(sandboxPayments.id, id), eq(sandboxPayments.state, 'open'), gt(sandboxPayments.expiresAt, sql`now()`))).returning()
  return taken ?? null
}

/** Closes an open payment. @returns false where it is not open */
export async function closeOpen(db: Database, id: string): Promise<boolean> {
  const closed = await db.update(sandboxPayments).set({ state: 'cancelled' }).where(and(eq(sandboxPayments.id, id), eq(sandboxPayments.state, 'open'))).returning({ id: sandboxPayments.id })
  return closed.length === 1
}

/** A sale of the demo catalogue, which was never paid here: it is entered as if it had been. */
export async function enterDemoSale(db: Database, payment: { id: string, amountMinor: number, currency: string }): Promise<void> {
  await db.insert(sandboxPayments).values({ ...payment, state: 'paid', reference: '', title: '', returnUrl: '', expiresAt: sql`now()`, paidAt: sql`now()` }).onConflictDoNothing()
}

/** Books a refund once for its name. @returns false where more would go back than came */
export async function bookRefund(db: Database, refund: { id: string, paymentId: string, amountMinor: number }): Promise<boolean> {
  return await db.transaction(async (tx) => {
    const [payment] = await tx.select().from(sandboxPayments).where(eq(sandboxPayments.id, refund.paymentId)).for('update')
    const [known] = await tx.select({ id: sandboxRefunds.id }).from(sandboxRefunds).where(eq(sandboxRefunds.id, refund.id))
    if (known) return true
    const [sum] = await tx.select({ back: sql<string>`coalesce(sum(${sandboxRefunds.amountMinor}), 0)` }).from(sandboxRefunds).where(eq(sandboxRefunds.paymentId, refund.paymentId))
    if (payment?.state !== 'paid' || Number(sum!.back) + refund.amountMinor > payment.amountMinor) return false
    await tx.insert(sandboxRefunds).values(refund)
    return true
  })
}

/** Writes down the notices of what happened that are sent later, in the manner of the payment. `more` goes along. @returns those that are sent at once */
export async function noteHappening(db: Queryable, payment: SandboxPayment, happening: Happening, more: Record<string, unknown> = {}): Promise<string[]> {
  const body = (n: number) => JSON.stringify({
    id: `sbx_evt_${payment.id}_${happening}_${String(more.refundId ?? more.disputeId ?? more.tryNo ?? '')}${n}`, type: happening, account: 'foyer-sandbox', live: false,
    payment: payment.id, amountMinor: payment.amountMinor, currency: payment.currency, ...payment.card && { card: payment.card }, ...more
  })
  const notices: Record<Manner, { body: string, after: number }[]> = {
    once: [{ body: body(0), after: 0 }],
    // The same notice again, and once more under a name of its own, as providers do.
    twice: [{ body: body(0), after: 0 }, { body: body(0), after: 0 }, { body: body(1), after: 1 }],
    late: [{ body: body(0), after: LATE_SECONDS }],
    never: [],
    reordered: [{ body: body(0), after: happening === 'payment.paid' ? 5 : 0 }]
  }
  const isSlow = payment.state === 'processing'
  const due = notices[payment.manner as Manner]
  const later = due.filter(notice => isSlow || notice.after > 0)
  const from = isSlow ? sql`${payment.paysAt!.toISOString()}::timestamptz` : sql`now()`
  if (later.length > 0) await db.insert(sandboxNotices).values(later.map(({ body, after }) => ({ paymentId: payment.id, body, dueAt: sql`${from} + make_interval(secs => ${after})` })))
  return due.filter(notice => !later.includes(notice)).map(notice => notice.body)
}

/** Takes the notices that are due; whoever takes one sends it. */
export async function takeDueNotices(db: Database, limit = 50): Promise<string[]> {
  const due = await db.execute<{ body: string }>(sql`
    with due as (select id from ${sandboxNotices} where sent_at is null and due_at <= now() order by id limit ${limit} for update skip locked)
    update ${sandboxNotices} n set sent_at = now() from due where n.id = due.id returning n.body`)
  return due.map(notice => notice.body)
}
