import type { TicketListReply } from '#shared/tickets/ticket-reply.ts'
import { forgetPages } from './kept-pages.ts'

/** Tickets as this browser keeps them. `owner`: the account; null for whoever has the private link. */
export interface KeptTickets { owner: string | null, reply: TicketListReply, keptAtMs: number, clockOffsetMs: number }

const TICKET_PAGE = /^(?:\/zh)?\/(?:orders|tickets)\//
/** Longer than any show: then nobody needs them any more. */
const AFTER_START_MS = 2 * 24 * 3600_000

export const isTickets = (path: string) => TICKET_PAGE.test(path)

/** Signing out: nobody who uses this browser next opens this person's tickets. */
export const forgetTickets = () => forgetPages(isTickets)

/** Forgets tickets of shows that are over, and of another account than the one that is signed in. */
export function tidyTickets(signedIn: string | null): Promise<void> {
  return forgetPages((path, data) => {
    if (!isTickets(path)) return false
    const kept = data as KeptTickets | null
    const ends = Math.max(0, ...kept?.reply.tickets.map(ticket => new Date(ticket.occasion.startsAt).getTime() + AFTER_START_MS) ?? [])
    return ends < Date.now() || Boolean(kept?.owner && signedIn && kept.owner !== signedIn)
  })
}
