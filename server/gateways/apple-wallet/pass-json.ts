import type { WalletTicket } from '#server/domain/passes/index.ts'
import type { LocalText } from '#shared/text/local-text.ts'
import { keyOf } from './pass-strings.ts'
import { CHANGED, LABELS, NOTE, statusWords } from './pass-words.ts'

export interface PassMaker { passTypeId: string, teamId: string, serviceUrl: string, token: string }

/** `pass.json` of a ticket, in the style `eventTicket` (Apple, "Wallet Passes"). */
export function passJson(ticket: WalletTicket, maker: PassMaker): Record<string, unknown> {
  return {
    formatVersion: 1,
    passTypeIdentifier: maker.passTypeId,
    teamIdentifier: maker.teamId,
    serialNumber: ticket.ticketId,
    webServiceURL: maker.serviceUrl,
    authenticationToken: maker.token,
    organizationName: keyOf(ticket, ticket.organiser),
    description: keyOf(ticket, ticket.event),
    logoText: 'Foyer',
    // Tickets of one order lie in one stack.
    groupingIdentifier: ticket.reference,
    // Who sends the file to a friend sends his ticket: handing on is done on the ticket page.
    sharingProhibited: true,
    backgroundColor: 'rgb(28, 21, 18)',
    foregroundColor: 'rgb(255, 248, 238)',
    labelColor: 'rgb(255, 168, 140)',
    relevantDate: ticket.doorsAt ?? ticket.startsAt,
    relevantDates: [{ startDate: ticket.doorsAt ?? ticket.startsAt, endDate: ticket.endsAt }],
    expirationDate: ticket.endsAt,
    ...(ticket.geo && { locations: [{ ...ticket.geo, relevantText: keyOf(ticket, ticket.venue) }] }),
    // One that opens no door for now, or whose code has to move, is still somebody's ticket.
    ...(['used', 'cancelled', 'over'].includes(ticket.status) && { voided: true }),
    ...(ticket.code && { barcodes: [{ format: 'PKBarcodeFormatQR', message: ticket.code, messageEncoding: 'iso-8859-1', altText: ticket.reference }] }),
    semantics: semantics(ticket),
    eventTicket: fields(ticket)
  }
}

function fields(ticket: WalletTicket) {
  const say = (text: LocalText) => keyOf(ticket, text)
  const field = (key: keyof typeof LABELS, value: string, more: object = {}) => ({ key, label: say(LABELS[key]), value, ...more })
  const changed = (key: keyof typeof CHANGED) => ({ changeMessage: say(CHANGED[key]) })
  // The clock on the venue's wall, wherever the phone is.
  const time = { dateStyle: 'PKDateStyleMedium', timeStyle: 'PKDateStyleShort', ignoresTimeZone: true }
  const status = statusWords(ticket)
  return {
    primaryFields: [{ key: 'event', value: say(ticket.event) }],
    secondaryFields: [field('starts', ticket.startsAt, { ...time, ...changed('starts') }), field('venue', say(ticket.venue), changed('venue'))],
    auxiliaryFields: [
      ...(status ? [field('status', say(status), changed('status'))] : []),
      field('section', say(ticket.section)),
      ...(ticket.row ? [field(ticket.isTable ? 'table' : 'row', ticket.row)] : []),
      ...(ticket.seat ? [field('seat', ticket.seat)] : [])
    ],
    backFields: [
      field('holder', ticket.holder), field('ticketType', say(ticket.ticketType)), field('reference', ticket.reference),
      ...(ticket.doorsAt ? [field('doors', ticket.doorsAt, time)] : []),
      field('address', say(ticket.address)), field('organiser', say(ticket.organiser)), field('page', ticket.page), field('note', say(NOTE))
    ]
  }
}

/** The same for machines: reminders, maps, suggestions. */
function semantics(ticket: WalletTicket) {
  return {
    eventType: 'PKEventTypeGeneric', eventName: keyOf(ticket, ticket.event), eventStartDate: ticket.startsAt, eventEndDate: ticket.endsAt, venueName: keyOf(ticket, ticket.venue),
    ...(ticket.geo && { venueLocation: ticket.geo }),
    ...(ticket.doorsAt && { venueDoorsOpenDate: ticket.doorsAt }),
    attendeeName: ticket.holder, admissionLevel: keyOf(ticket, ticket.ticketType), confirmationNumber: ticket.reference,
    seats: [{ seatSection: keyOf(ticket, ticket.section), ...(ticket.row && { seatRow: ticket.row }), ...(ticket.seat && { seatNumber: ticket.seat }) }]
  }
}
