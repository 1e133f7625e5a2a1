import { and, eq, inArray, lte, sql } from 'drizzle-orm'
import { type WalletPassRow, walletPasses } from '#drizzle/schema/index.ts'
import { noteToTell } from './devices.ts'
import type { PassDesk } from './issue-pass.ts'
import { digestOf, walletTickets } from './wallet-ticket.ts'
import type { GoogleWallet, WalletTicket } from './wallets.ts'

/** Passes compared at a time, and requests to Google at once. */
const BATCH = 100
const AT_ONCE = 5
/** After so long another process may try what one has begun, in s: longer than a whole batch of answers that do not come. */
const LEASE_SECONDS = 240
const MAX_BACKOFF_SECONDS = 3_600

interface Changed { row: WalletPassRow, ticket: WalletTicket, digest: string }

/**
 * Compares passes that may have changed with what they last said. Of those of Apple the devices are to be told (`tellDevices`); those
 * of Google are written anew. What a provider does not take is tried again, later every time.
 * @returns how many were compared
 */
export async function keepPassesUp(desk: PassDesk): Promise<number> {
  const due = await takeDue(desk)
  const now = await walletTickets(desk, [...new Set(due.map(row => row.ticketId))])
  const compared = due.map(row => ({ row, ticket: now.get(row.ticketId)!, digest: digestOf(now.get(row.ticketId)!) }))
  const changed = compared.filter(({ row, digest }) => row.digest !== digest)
  await settle(desk, compared.filter(({ row, digest }) => row.digest === digest))
  await changeApple(desk, changed.filter(({ row }) => row.wallet === 'apple'))
  if (desk.wallets.google) await changeGoogle(desk, desk.wallets.google, changed.filter(({ row }) => row.wallet === 'google'))
  return due.length
}

async function takeDue({ db, wallets }: PassDesk): Promise<WalletPassRow[]> {
  const offered = (['apple', 'google'] as const).filter(name => wallets[name])
  if (offered.length === 0) return []
  return await db.transaction(async (tx) => {
    const waiting = await tx.select().from(walletPasses).where(and(lte(walletPasses.checkDueAt, sql`now()`), inArray(walletPasses.wallet, offered)))
      .orderBy(walletPasses.checkDueAt).limit(BATCH).for('update', { skipLocked: true })
    const taken: WalletPassRow[] = []
    for (const [wallet, ofWallet] of Map.groupBy(waiting, row => row.wallet)) {
      taken.push(...await tx.update(walletPasses).set({ checkDueAt: sql`date_trunc('milliseconds', now()) + make_interval(secs => ${LEASE_SECONDS})` })
        .where(and(eq(walletPasses.wallet, wallet), inArray(walletPasses.ticketId, ofWallet.map(row => row.ticketId)))).returning())
    }
    return taken
  })
}

/** Where something happened meanwhile it stays due. */
const doneUnlessDueAgain = (row: WalletPassRow) => sql`case when ${walletPasses.checkDueAt} = ${row.checkDueAt!.toISOString()}::timestamptz then null else ${walletPasses.checkDueAt} end`
const isPass = (row: WalletPassRow) => and(eq(walletPasses.ticketId, row.ticketId), eq(walletPasses.wallet, row.wallet))

async function settle({ db }: PassDesk, same: Changed[]): Promise<void> {
  for (const { row } of same) await db.update(walletPasses).set({ checkDueAt: doneUnlessDueAgain(row), attempts: 0 }).where(isPass(row))
}

async function changeApple({ db }: PassDesk, changed: Changed[]): Promise<void> {
  if (changed.length === 0) return
  await db.transaction(async (tx) => {
    // Numbers become visible in their order: a device that knows the latest has missed none.
    await tx.execute(sql`select pg_advisory_xact_lock(hashtext('wallet_pass_tags'))`)
    for (const one of changed) await writeDown(tx, one)
    await noteToTell(tx, changed.map(({ row }) => row.ticketId))
  })
}

async function changeGoogle(desk: PassDesk, google: GoogleWallet, changed: Changed[]): Promise<void> {
  for (const ofShow of Map.groupBy(changed, ({ ticket }) => ticket.sessionId).values()) {
    const isShowTold = await works(() => google.putShow(ofShow[0]!.ticket))
    for (let first = 0; first < ofShow.length; first += AT_ONCE) {
      await Promise.all(ofShow.slice(first, first + AT_ONCE).map(async (one) => {
        if (isShowTold && await works(() => google.putTicket(one.ticket))) await writeDown(desk.db, one)
        else await putOff(desk, one.row)
      }))
    }
  }
}

async function writeDown(db: Pick<PassDesk['db'], 'update'>, { row, digest }: Changed): Promise<void> {
  await db.update(walletPasses).set({
    digest, tag: sql`nextval('wallet_pass_tags')`, changedAt: sql`greatest(date_trunc('second', now()), ${walletPasses.changedAt} + interval '1 second')`,
    checkDueAt: doneUnlessDueAgain(row), attempts: 0
  }).where(isPass(row))
}

async function putOff({ db }: PassDesk, row: WalletPassRow): Promise<void> {
  const wait = Math.min(MAX_BACKOFF_SECONDS, 5 * 2 ** Math.min(row.attempts, 10))
  await db.update(walletPasses).set({ checkDueAt: sql`now() + make_interval(secs => ${wait})`, attempts: row.attempts + 1 }).where(isPass(row))
}

const works = (work: () => Promise<void>) => work().then(() => true, () => false)
