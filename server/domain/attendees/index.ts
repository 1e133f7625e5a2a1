/** Who comes to shows that must know: named by whoever ordered, shown by the end of their document's number, forgotten after the show. */
export { openNumber } from './document-secrets.ts'
export { areAttendeesNamed, requireAttendees } from './named.ts'
export { forgetAttendees } from './forget-attendees.ts'
export { nameAttendees } from './name-attendees.ts'
export { nameTickets } from './name-tickets.ts'
export { readAttendees } from './read-attendees.ts'
