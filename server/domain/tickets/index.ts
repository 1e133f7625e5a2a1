/** What other areas may ask of tickets. */
export { issueTickets } from './issue-tickets.ts'
export { type TicketKeyRing, type TicketKeySpec, openKeyRing, publicKeysOf } from './key-ring.ts'
export { moveTickets } from './move-tickets.ts'
export { noteBlocked } from './note-blocked.ts'
export { type CodedTicket, type TicketKeys, knownProofOf, movingSeed, newTicketSecret, readTicketCode, signTicket } from './ticket-code.ts'
export { TICKET_TRANSITIONS, type TicketState } from './transitions.ts'
