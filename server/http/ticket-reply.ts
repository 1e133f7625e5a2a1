import type { PrintedTicket } from '#server/domain/holders/index.ts'
import { walletsFor } from '#server/domain/passes/index.ts'
import { movingSeed, signTicket } from '#server/domain/tickets/index.ts'
import type { House } from '#server/house.ts'
import { allowsPaper, screenKind } from '#shared/tickets/code-rule.ts'
import type { TicketListReply, TicketReply } from '#shared/tickets/ticket-reply.ts'

/** Tickets as their holder's screen shows them, with the code of each that opens a door. */
export async function ticketListReplyFor(house: House, tickets: PrintedTicket[]): Promise<TicketListReply> {
  return { tickets: await Promise.all(tickets.map(ticket => ticketReplyFor(house, ticket))), now: new Date().toISOString() }
}

async function ticketReplyFor(house: House, printed: PrintedTicket): Promise<TicketReply> {
  const { ticket, labels, occasion, codeRule, reference, holderName, offeredTo, resale, blocked } = printed
  const kind = ticket.state === 'valid' && !blocked ? screenKind(codeRule) : null
  const code = kind && await signTicket(house.keys.tickets, ticket, kind)
  return {
    id: ticket.id, state: ticket.state, ...labels, orderId: ticket.orderId, reference, holderName, occasion,
    isBlocked: blocked !== null,
    blocked,
    resale,
    code: kind === 'fixed' ? code : null,
    qrSvg: kind === 'fixed' ? await house.drawQr(code!) : null,
    moving: kind === 'moving' ? { still: code!, seed: Buffer.from(movingSeed(house.keys.tickets, ticket.secret)).toString('base64url') } : null,
    allowsPaper: allowsPaper(codeRule),
    wallets: walletsFor(house.wallets, printed),
    offeredTo
  }
}
