import type { Database } from '#drizzle/database.ts'
import { inTransaction } from '#drizzle/transaction.ts'
import { venueChoices } from '#server/domain/venues/index.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import { newId } from '#shared/ids/id.ts'
import { type DraftSession, EVENT_LIMITS } from '#shared/publishing/event-document.ts'
import { type Occurrence, type RecurrenceRule, occurrences } from '#shared/time/recurrence.ts'
import { type Author, lockOwnEvent } from './own-event.ts'
import { writeDraft } from './save-draft.ts'

export interface NewSessions {
  eventId: string
  venueId: string
  planId: string
  /** One start, ISO 8601, or */
  startsAt?: string
  /** those of a rule, by the clock of the venue. */
  rule?: RecurrenceRule
  minutes: number
  doorsMinutesBefore?: number | null
  saleStartsAt: string
  saleEndsMinutesBefore?: number
}

const MINUTE_MS = 60_000

/**
 * Adds sessions to the draft of the author's event; visitors see them once they are approved. Throws `not-found` for an event or a
 * hall that is not the author's to use, `invalid-input` where there would be none or too many, and whatever saving a draft throws.
 */
export async function addSessions({ db }: { db: Database }, author: Author, wish: NewSessions): Promise<{ version: number, sessionKeys: string[], movedStarts: string[] }> {
  const [venue] = await venueChoices({ db }, author, { ids: [wish.venueId] })
  if (!venue?.halls.some(hall => hall.planId === wish.planId)) throw new DomainError('not-found')
  const starts: Occurrence[] = wish.rule ? occurrences(wish.rule, venue.timeZone) : [{ startsAt: wish.startsAt!, isMoved: false }]
  const added = starts.map(start => sessionOf(wish, start.startsAt))
  if (added.length === 0) throw invalid('rule', 'meets on no day')
  return await inTransaction(db, async (tx) => {
    const event = await lockOwnEvent(tx, author, wish.eventId)
    const { version } = await writeDraft(tx, author, event, null, (document) => {
      if (document.sessions.length + added.length > EVENT_LIMITS.sessions) throw invalid('rule', `an event has at most ${EVENT_LIMITS.sessions} sessions`)
      return { ...document, sessions: [...document.sessions, ...added] }
    })
    return { version, sessionKeys: added.map(session => session.key), movedStarts: starts.filter(start => start.isMoved).map(start => start.startsAt) }
  })
}

function sessionOf(wish: NewSessions, startsAt: string): DraftSession {
  const at = (minutes: number) => new Date(Date.parse(startsAt) + minutes * MINUTE_MS).toISOString()
  return {
    key: newId(), status: 'scheduled', venueId: wish.venueId, planId: wish.planId,
    startsAt: at(0), endsAt: at(wish.minutes), doorsAt: wish.doorsMinutesBefore == null ? null : at(-wish.doorsMinutesBefore),
    saleStartsAt: new Date(wish.saleStartsAt).toISOString(), saleEndsAt: at(-(wish.saleEndsMinutesBefore ?? 0))
  }
}

function invalid(path: string, message: string): DomainError {
  return new DomainError('invalid-input', { errors: [{ path, message, code: 'custom' }] })
}
