import { and, asc, eq, gt, inArray, sql } from 'drizzle-orm'
import type { Database } from '#drizzle/database.ts'
import { inTransaction } from '#drizzle/transaction.ts'
import { walletDevices, walletPasses, walletRegistrations } from '#drizzle/schema/index.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import type { PassDesk } from './issue-pass.ts'
import { requirePassToken } from './pass-token.ts'
import { digestOf, walletTickets } from './wallet-ticket.ts'
import type { AppleWallet } from './wallets.ts'

/** A pass as a device names it. */
export interface PassName { passTypeId: string, ticketId: string, token: string | null }

/** A person's phones, tablets and watches, and those of the friends whom he sent the file; the oldest make room. */
const DEVICES_A_PASS = 20

/**
 * A device has a pass and wants to hear of its changes. Again with another push token: that one counts from now on. Throws
 * `pass-token-refused`, `not-found`, `wallet-not-offered`.
 * @returns whether it is new
 */
export async function registerDevice(desk: PassDesk, pass: PassName, deviceId: string, pushToken: string): Promise<boolean> {
  await knownPass(desk, pass)
  return await inTransaction(desk.db, async (tx) => {
    await tx.insert(walletDevices).values({ id: deviceId, pushToken }).onConflictDoUpdate({ target: walletDevices.id, set: { pushToken, attempts: 0 } })
    const added = await tx.insert(walletRegistrations).values({ deviceId, ticketId: pass.ticketId }).onConflictDoNothing().returning()
    const [row] = await tx.select().from(walletPasses).where(and(eq(walletPasses.ticketId, pass.ticketId), eq(walletPasses.wallet, 'apple')))
    // It may have been fetched before a change that came before this registration.
    if (added.length > 0 && row!.changedAt > row!.createdAt) await tx.update(walletDevices).set({ pushDueAt: sql`now()` }).where(eq(walletDevices.id, deviceId))
    await tx.execute(sql`
      delete from wallet_registrations where ticket_id = ${pass.ticketId} and device_id in (
        select device_id from wallet_registrations where ticket_id = ${pass.ticketId} order by created_at desc, device_id = ${deviceId} desc offset ${DEVICES_A_PASS})`)
    return added.length > 0
  })
}

/** A pass was taken off a device; once is enough. Throws likewise. */
export async function unregisterDevice(desk: PassDesk, pass: PassName, deviceId: string): Promise<void> {
  await knownPass(desk, pass)
  await inTransaction(desk.db, async (tx) => {
    await tx.delete(walletRegistrations).where(and(eq(walletRegistrations.deviceId, deviceId), eq(walletRegistrations.ticketId, pass.ticketId)))
    await tx.delete(walletDevices).where(and(eq(walletDevices.id, deviceId), sql`not exists (select 1 from ${walletRegistrations} where ${walletRegistrations.deviceId} = ${deviceId})`))
  })
}

/** The passes of a device that changed after `since`, and what to say next time; null: none. Its name is the secret: Wallet shows no other. */
export async function changedPasses(desk: PassDesk, passTypeId: string, deviceId: string, since: number | null): Promise<{ serialNumbers: string[], lastUpdated: string } | null> {
  requireApple(desk, passTypeId)
  const rows = await desk.db.select({ ticketId: walletPasses.ticketId, tag: walletPasses.tag }).from(walletRegistrations)
    .innerJoin(walletPasses, and(eq(walletPasses.ticketId, walletRegistrations.ticketId), eq(walletPasses.wallet, 'apple')))
    .where(and(eq(walletRegistrations.deviceId, deviceId), since === null ? undefined : gt(walletPasses.tag, since))).orderBy(asc(walletPasses.tag))
  return rows.length === 0 ? null : { serialNumbers: rows.map(row => row.ticketId), lastUpdated: String(rows.at(-1)!.tag) }
}

/** The pass as it has to be now, or null where the device has just that. Throws likewise. */
export async function latestPass(desk: PassDesk, pass: PassName, knownSince: Date | null): Promise<{ file: Buffer, changedAt: Date } | null> {
  const { apple, row } = await knownPass(desk, pass)
  const ticket = (await walletTickets(desk, [pass.ticketId])).get(pass.ticketId)!
  if (knownSince && row.changedAt <= knownSince && row.digest === digestOf(ticket)) return null
  return { file: await apple.makePass(ticket, pass.token!), changedAt: row.changedAt }
}

/** Devices that have the passes of these tickets are to be told. */
export async function noteToTell(db: Pick<Database, 'update' | 'select'>, ticketIds: string[]): Promise<void> {
  await db.update(walletDevices).set({ pushDueAt: sql`now()`, attempts: 0 })
    .where(inArray(walletDevices.id, db.select({ id: walletRegistrations.deviceId }).from(walletRegistrations).where(inArray(walletRegistrations.ticketId, ticketIds))))
}

async function knownPass(desk: PassDesk, { passTypeId, ticketId, token }: PassName) {
  const apple = requireApple(desk, passTypeId)
  await requirePassToken(desk.db, desk.passKey, ticketId, token)
  const [row] = await desk.db.select().from(walletPasses).where(and(eq(walletPasses.ticketId, ticketId), eq(walletPasses.wallet, 'apple')))
  if (!row) throw new DomainError('not-found')
  return { apple, row }
}

function requireApple(desk: PassDesk, passTypeId: string): AppleWallet {
  const { apple } = desk.wallets
  if (!apple) throw new DomainError('wallet-not-offered')
  if (apple.passTypeId !== passTypeId) throw new DomainError('not-found')
  return apple
}
