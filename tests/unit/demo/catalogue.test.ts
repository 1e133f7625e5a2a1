import { describe, expect, it } from 'vitest'
import { sessionStart } from '#drizzle/demo/calendar.ts'
import { CATEGORIES } from '#drizzle/demo/categories.ts'
import { DESCRIPTIONS } from '#drizzle/demo/descriptions/all.ts'
import { EVENTS } from '#drizzle/demo/events/all.ts'
import { VENUES } from '#drizzle/demo/venues.ts'

const HAN = /[\u4e00-\u9fff]/
const venueOf = (slug: string) => VENUES.find(venue => venue.slug === slug)!

describe('the demo catalogue', () => {
  it('has enough of every kind', () => {
    expect(EVENTS.length).toBeGreaterThanOrEqual(28)
    expect(VENUES.length).toBeGreaterThanOrEqual(7)
    const leaves = CATEGORIES.filter(category => !CATEGORIES.some(child => child.parent === category.slug)).map(category => category.slug)
    expect(new Set(EVENTS.map(event => event.category))).toEqual(new Set(leaves))
    expect(EVENTS.filter(event => event.status === 'cancelled')).toHaveLength(1)
    expect(EVENTS.some(event => event.saleStartsInDays)).toBe(true)
    expect(EVENTS.every(event => event.sessions.length >= 2 && (event.status === 'ended' || event.sessions.length <= 8))).toBe(true)
    expect(EVENTS.filter(event => event.status === 'ended').some(event => event.sessions.length >= 20), 'a past to forecast from').toBe(true)
  })

  it('names nothing twice', () => {
    for (const names of [EVENTS.map(e => e.slug), EVENTS.map(e => e.motif.split('/')[0]), VENUES.map(v => v.slug), CATEGORIES.map(c => c.slug)]) expect(new Set(names).size).toBe(names.length)
  })

  it.each(EVENTS)('$slug is told in both languages', (event) => {
    const description = DESCRIPTIONS[event.slug]!
    for (const text of [event.name, event.summary, event.organiser, description]) {
      expect(HAN.test(text.en)).toBe(false)
      expect(HAN.test(text.zh)).toBe(true)
    }
    expect(description.en.length).toBeGreaterThan(300)
    expect(description.zh.length).toBeGreaterThan(100)
    expect(event.performers.every(p => p.nameEn && p.nameZh)).toBe(true)
  })

  it.each(EVENTS)('$slug has a hall, and a price for each of its categories', (event) => {
    const plan = venueOf(event.venue).halls[event.hall]!()
    expect(Object.keys(event.prices).sort()).toEqual(plan.categories.map(category => category.key).sort())
  })

  it('never puts two sessions into one hall at the same time, whatever day it is seeded', () => {
    for (let day = 0; day < 14; day++) {
      const today = new Date(Date.UTC(2026, 9, 20 + day, 1))
      const uses = EVENTS.filter(event => event.status !== 'cancelled').flatMap(event => event.sessions.map((session) => {
        const start = sessionStart(session, today, venueOf(event.venue).timeZone).getTime()
        return { hall: `${event.venue} ${event.hall}`, what: `${event.slug} ${session.day} ${session.week}`, start, end: start + event.minutes * 60_000 }
      }))
      const clashes = uses.flatMap((a, i) => uses.slice(i + 1).filter(b => a.hall === b.hall && a.start < b.end && b.start < a.end).map(b => `${a.what} / ${b.what}`))
      expect(clashes).toEqual([])
    }
  })
})
