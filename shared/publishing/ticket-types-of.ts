import type { DraftSession, DraftTicketType } from './event-document.ts'

type Session = Pick<DraftSession, 'key' | 'planId'>
type Type = Pick<DraftTicketType, 'planId' | 'sessionKeys'>

/** The prices of the document at which places of this session are sold, in selling order. */
export function ticketTypesOf<T extends Type>(document: { ticketTypes: readonly T[] }, session: Session): T[] {
  return document.ticketTypes.filter(type => type.planId !== null && type.planId === session.planId && (type.sessionKeys === null || type.sessionKeys.includes(session.key)))
}

/** The same for all sessions at once, by session key: for documents of hundreds of sessions and prices. */
export function ticketTypesBySession<T extends Type>(document: { sessions: readonly Session[], ticketTypes: readonly T[] }): Map<string, T[]> {
  const found = new Map<string, T[]>(document.sessions.map(session => [session.key, []]))
  for (const type of document.ticketTypes) {
    for (const session of sessionsOfType(document, type)) found.get(session.key)!.push(type)
  }
  return found
}

/** The sessions of the document that sell places at this price. */
export function sessionsOfType<S extends Session>(document: { sessions: readonly S[] }, type: Type): S[] {
  if (type.planId === null) return []
  const chosen = type.sessionKeys && new Set(type.sessionKeys)
  return document.sessions.filter(session => session.planId === type.planId && (!chosen || chosen.has(session.key)))
}
