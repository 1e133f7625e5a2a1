import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { frameOf } from '#server/domain/inventory/feed-message.ts'
import { RecentFrames } from '#server/domain/inventory/recent-frames.ts'

describe('the last frames of a session', () => {
  it('know nothing before they begin', () => {
    expect(new RecentFrames().after(0)).toBeNull()
  })

  it('are none for somebody from nowhere: from before the oldest, or from the future', () => {
    const frames = new RecentFrames()
    frames.beginAt(10)
    frames.add(frameOf({ version: 20, seats: [], areas: {} }))
    expect([9, 21].map(version => frames.after(version))).toEqual([null, null])
    expect([10, 15, 20].map(version => frames.after(version)!.length)).toEqual([1, 1, 0])
  })

  it('whoever takes those that he lacks ends where the session is, or is told that they are not all here', () => {
    const change = fc.record({ step: fc.integer({ min: 1, max: 5 }), seat: fc.integer({ min: 0, max: 3 }), status: fc.integer({ min: 0, max: 3 }) })
    fc.assert(fc.property(fc.array(change, { maxLength: 40 }), fc.nat(200), (changes, askedAt) => {
      const frames = new RecentFrames()
      const seats = new Map<number, number>()
      const then = new Map<number, number>()
      let version = 100
      frames.beginAt(version)
      for (const { step, seat, status } of changes) {
        version += step
        seats.set(seat, status)
        if (version <= askedAt) then.set(seat, status)
        frames.add(frameOf({ version, seats: [[seat, status]], areas: {} }))
      }
      const missed = frames.after(askedAt)
      if (missed === null) return
      for (const { body } of missed) for (const [seat, status] of body.seats) then.set(seat, status)
      expect(Object.fromEntries(then)).toEqual(Object.fromEntries(seats))
    }))
  })
})
