import { and, eq, inArray, lte, sql } from 'drizzle-orm'
import { walletDevices } from '#drizzle/schema/index.ts'
import type { PassDesk } from './issue-pass.ts'

const BATCH = 200
const LEASE_SECONDS = 60
/** Then it is left alone: Wallet asks by itself now and then. */
const MOST_ATTEMPTS = 12
const MAX_BACKOFF_SECONDS = 1_800

/** Tells the devices that wait for it, each once however many of its passes have changed. @returns how many were asked */
export async function tellDevices({ db, wallets: { apple } }: PassDesk): Promise<number> {
  if (!apple) return 0
  const due = await db.transaction(async (tx) => {
    const waiting = await tx.select({ id: walletDevices.id }).from(walletDevices).where(lte(walletDevices.pushDueAt, sql`now()`)).limit(BATCH).for('update', { skipLocked: true })
    if (waiting.length === 0) return []
    return await tx.update(walletDevices).set({ pushDueAt: sql`date_trunc('milliseconds', now()) + make_interval(secs => ${LEASE_SECONDS})`, attempts: sql`${walletDevices.attempts} + 1` })
      .where(inArray(walletDevices.id, waiting.map(device => device.id))).returning()
  })
  if (due.length === 0) return 0
  const outcomes = await apple.tellDevices([...new Set(due.map(device => device.pushToken))])
  for (const device of due) {
    const outcome = outcomes.get(device.pushToken) ?? 'later'
    const asTaken = and(eq(walletDevices.id, device.id), eq(walletDevices.pushDueAt, device.pushDueAt!))
    // With a new push token it has come back meanwhile, and is known by that.
    if (outcome === 'gone') await db.delete(walletDevices).where(and(eq(walletDevices.id, device.id), eq(walletDevices.pushToken, device.pushToken)))
    else if (outcome === 'told' || device.attempts >= MOST_ATTEMPTS) await db.update(walletDevices).set({ pushDueAt: null, attempts: 0 }).where(asTaken)
    else await db.update(walletDevices).set({ pushDueAt: sql`now() + make_interval(secs => ${Math.min(MAX_BACKOFF_SECONDS, 2 ** device.attempts)})` }).where(asTaken)
  }
  return due.length
}
