import { describe, expect, it } from 'vitest'
import type { TicketTypeRow } from '#drizzle/schema/pricing.ts'
import { ticketTypeFor } from '#server/domain/pricing/index.ts'

const now = new Date('2026-12-01T12:00:00Z')
const type = (id: string, categoryKey: string, window: Partial<TicketTypeRow> = {}): TicketTypeRow => ({
  id, sessionId: 'session', nameEn: id, nameZh: id, categoryKey, priceMinor: 100, currency: 'CNY', sortOrder: 0, saleStartsAt: null, saleEndsAt: null, documentKey: null, retiredAt: null, ...window
})
const early = type('early', 'a', { saleEndsAt: now })
const adult = type('adult', 'a')
const student = type('student', 'a', { saleStartsAt: new Date('2026-12-02T00:00:00Z') })
const gallery = type('gallery', 'b')
const types = [early, adult, student, gallery]

describe('the ticket type of a seat', () => {
  it('is the first on sale where the visitor names none', () => {
    expect(ticketTypeFor(types, 'a', undefined, now)).toBe(adult)
  })

  it('is the wanted one where it prices the seat', () => {
    expect(ticketTypeFor(types, 'b', 'gallery', now)).toBe(gallery)
  })

  it('is never the price of another part of the hall', () => {
    expect(() => ticketTypeFor(types, 'a', 'gallery', now)).toThrow('invalid-input')
  })

  it.each(['early', 'student'])('is refused outside its own sale window (%s)', (id) => {
    expect(() => ticketTypeFor(types, 'a', id, now, () => [{ en: 'A 1', zh: 'A1' }])).toThrow('seat-not-for-sale')
  })

  it('does not exist for a part of the hall without a price', () => {
    expect(() => ticketTypeFor(types, 'c', undefined, now)).toThrow('seat-not-for-sale')
  })
})
