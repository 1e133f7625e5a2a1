import type { PassStatus, WalletTicket } from '#server/domain/passes/index.ts'
import type { LocalText } from '#shared/text/local-text.ts'

const words = ({ en, zh }: LocalText) => ({ defaultValue: { language: 'en', value: en }, translatedValues: [{ language: 'zh-CN', value: zh }] })
const plain = (text: string) => ({ defaultValue: { language: 'en', value: text } })

/** Google's names: what is not ACTIVE goes to the passes that are over. */
const STATES: Record<PassStatus, string> = { good: 'ACTIVE', used: 'COMPLETED', blocked: 'INACTIVE', cancelled: 'INACTIVE', over: 'EXPIRED' }

export const classId = (issuerId: string, { sessionId }: WalletTicket) => `${issuerId}.session-${sessionId}`
export const objectId = (issuerId: string, { ticketId }: WalletTicket) => `${issuerId}.ticket-${ticketId}`

/** What all tickets of a session share (EventTicketClass). */
export function showContent(issuerId: string, ticket: WalletTicket) {
  return {
    id: classId(issuerId, ticket),
    issuerName: ticket.organiser.en, localizedIssuerName: words(ticket.organiser),
    eventId: ticket.sessionId, eventName: words(ticket.event),
    venue: { name: words(ticket.venue), address: words(ticket.address) },
    dateTime: { start: ticket.startsAt, end: ticket.endsAt, doorsOpen: ticket.doorsAt },
    merchantLocations: ticket.geo ? [ticket.geo] : [],
    hexBackgroundColor: '#1c1512',
    reviewStatus: 'UNDER_REVIEW'
  }
}

/** One ticket (EventTicketObject). A field that is null is taken away from what Google has. */
export function ticketContent(issuerId: string, ticket: WalletTicket) {
  return {
    id: objectId(issuerId, ticket), classId: classId(issuerId, ticket),
    state: STATES[ticket.status],
    ticketHolderName: ticket.holder, ticketNumber: ticket.ticketId, ticketType: words(ticket.ticketType),
    reservationInfo: { confirmationCode: ticket.reference },
    seatInfo: { section: words(ticket.section), row: ticket.row ? plain(ticket.row) : null, seat: ticket.seat ? plain(ticket.seat) : null },
    barcode: ticket.code ? { type: 'QR_CODE', value: ticket.code, alternateText: ticket.reference } : null,
    validTimeInterval: { end: { date: ticket.endsAt } },
    linksModuleData: { uris: [{ id: 'ticket', uri: ticket.page, description: 'Your ticket', localizedDescription: words({ en: 'Your ticket', zh: '我的门票' }) }] }
  }
}
