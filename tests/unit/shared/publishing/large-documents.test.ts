import { describe, expect, it } from 'vitest'
import { diffEvents } from '#shared/publishing/event-diff.ts'
import { eventFaults } from '#shared/publishing/event-faults.ts'
import { newId } from '#shared/ids/id.ts'
import { play } from './documents.ts'

const DAY_MS = 86_400_000

describe('the largest document that a request may carry', () => {
  it('is judged and compared to the end: comparing each with each would not come to it within the time of a test', () => {
    const base = play()
    const keys = Array.from({ length: 400 }, newId)
    const day = (i: number) => new Date(Date.parse('2027-01-01T12:00:00Z') + i * DAY_MS)
    const sessions = keys.map((key, i) => ({ ...base.sessions[0]!, key, startsAt: day(i).toISOString(), endsAt: new Date(day(i).getTime() + DAY_MS / 8).toISOString(), doorsAt: null, saleEndsAt: day(i).toISOString() }))
    const ticketTypes = Array.from({ length: 128 }, (_, i) => ({ ...base.ticketTypes[0]!, key: newId(), name: { en: `Price ${i}`, zh: `票价${i}` }, sessionKeys: keys.toReversed() }))
    const document = { ...base, sessions, ticketTypes }
    const facts = { now: '2026-11-01T00:00:00Z', halls: null, sold: [], approved: document }
    expect(eventFaults(document, facts)).toEqual([])
    expect(diffEvents(document, { ...document, ticketTypes: ticketTypes.map(type => ({ ...type, priceMinor: 1, sessionKeys: type.sessionKeys.slice(1) })) })).toHaveLength(256)
  })
})
