import { and, eq, ne, sql } from 'drizzle-orm'
import type { Database } from '#drizzle/database.ts'
import { walletPasses } from '#drizzle/schema/index.ts'
import { type PrintedTicket, heldTicket } from '#server/domain/holders/index.ts'
import type { OrderReader } from '#server/domain/orders/index.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import { allowsPaper } from '#shared/tickets/code-rule.ts'
import { passToken } from './pass-token.ts'
import { type TicketReading, digestOf, walletTickets } from './wallet-ticket.ts'
import type { WalletName, WalletTicket, Wallets } from './wallets.ts'

export interface PassDesk extends TicketReading { db: Database, wallets: Wallets, passKey: Buffer }

/** The wallets that a ticket may go into. None where its code has to move: a pass stands still. */
export function walletsFor(wallets: Wallets, { ticket, codeRule }: Pick<PrintedTicket, 'ticket' | 'codeRule'>): WalletName[] {
  if (ticket.state !== 'valid' || ticket.blockedReason || !allowsPaper(codeRule)) return []
  return (['apple', 'google'] as const).filter(name => wallets[name])
}

/** The pass of one ticket as a file for Apple Wallet, for whoever holds it. Throws `not-found`, `wallet-not-offered`, `no-wallet-pass`. */
export async function issueApplePass(desk: PassDesk, reader: OrderReader, ticketId: string): Promise<Buffer> {
  const held = await heldTicket(desk.db, reader, ticketId)
  if (!desk.wallets.apple) throw new DomainError('wallet-not-offered')
  const ticket = await passable(desk, held)
  await noteIssued(desk.db, ticket, 'apple')
  return await desk.wallets.apple.makePass(ticket, passToken(desk.passKey, held.ticket))
}

/** The address at which its holder takes a ticket into Google Wallet. Throws as above, and `unavailable` where Google does not answer. */
export async function issueGooglePass(desk: PassDesk, reader: OrderReader, ticketId: string): Promise<string> {
  const held = await heldTicket(desk.db, reader, ticketId)
  const { google } = desk.wallets
  if (!google) throw new DomainError('wallet-not-offered')
  const ticket = await passable(desk, held)
  // Noted before Google knows it: what changes from here on is told after it.
  await noteIssued(desk.db, ticket, 'google')
  try {
    await google.putShow(ticket)
    await google.putTicket(ticket)
    return await google.saveLink(ticket)
  } catch {
    throw new DomainError('unavailable', { retryAfterSeconds: 30 })
  }
}

async function passable(desk: PassDesk, held: PrintedTicket): Promise<WalletTicket> {
  const ticket = (await walletTickets(desk, [held.ticket.id])).get(held.ticket.id)!
  if (!ticket.code) throw new DomainError('no-wallet-pass', { state: ticket.status === 'good' ? 'moving' : ticket.status })
  return ticket
}

/** From now on it is kept up. One that is there already is compared again where it says something else by now. */
async function noteIssued(db: Database, ticket: WalletTicket, wallet: WalletName): Promise<void> {
  const digest = digestOf(ticket)
  await db.insert(walletPasses).values({ ticketId: ticket.ticketId, wallet, digest, tag: sql`nextval('wallet_pass_tags')`, changedAt: sql`date_trunc('second', now())` }).onConflictDoNothing()
  await db.update(walletPasses).set({ checkDueAt: sql`now()` }).where(and(eq(walletPasses.ticketId, ticket.ticketId), eq(walletPasses.wallet, wallet), ne(walletPasses.digest, digest)))
}
