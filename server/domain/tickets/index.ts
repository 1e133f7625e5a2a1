/** What other areas may ask of tickets. */
export { issueTickets } from './issue-tickets.ts'
export { readTicketCode, signTicket, ticketKeys } from './ticket-code.ts'
