import type { DraftSession, DraftTicketType, EventDraftDocument } from './event-document.ts'

/** The prices of the document at which places of this session are sold, in selling order. */
export function ticketTypesOf<T extends Pick<DraftTicketType, 'planId' | 'sessionKeys'>>(document: { ticketTypes: readonly T[] }, session: Pick<DraftSession, 'key' | 'planId'>): T[] {
  return document.ticketTypes.filter(type => type.planId !== null && type.planId === session.planId && (type.sessionKeys === null || type.sessionKeys.includes(session.key)))
}

/** The sessions of the document that sell places at this price. */
export function sessionsOfType(document: Pick<EventDraftDocument, 'sessions'>, type: Pick<DraftTicketType, 'planId' | 'sessionKeys'>): DraftSession[] {
  return document.sessions.filter(session => type.planId !== null && type.planId === session.planId && (type.sessionKeys === null || type.sessionKeys.includes(session.key)))
}
