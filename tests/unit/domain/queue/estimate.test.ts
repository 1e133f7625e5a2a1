import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { etaSeconds, pollAfterMs } from '#server/domain/queue/estimate.ts'

const waiting = { phase: 'open', state: 'waiting', waiting: 100 } as const

const moving = (ahead: number, perMinute: number, free = 1e9, leavePerMinute = 0) => ({ ahead, perMinute, free, leavePerMinute })

describe('the estimate', () => {
  it('is people before one over the pace of late', () => {
    expect(etaSeconds(moving(99, 100), false)).toBe(60)
    expect(etaSeconds(moving(0, 60), false)).toBe(1)
  })

  it('is not made while nobody is let in', () => {
    expect(etaSeconds(moving(10, 100), true)).toBeNull()
    expect(etaSeconds(moving(10, 0), false)).toBeNull()
  })

  it('waits for those inside to leave where the room is full, and is silent while nobody knows how fast they do', () => {
    expect(etaSeconds(moving(99, 1_000, 100), false)).toBe(6)
    expect(etaSeconds(moving(199, 1_000, 100), false)).toBeNull()
    expect(etaSeconds(moving(199, 1_000, 100, 50), false)).toBe(120)
    expect(etaSeconds(moving(199, 10, 100, 50), false)).toBe(1_200)
  })
})

describe('when to ask again', () => {
  it('is never so late that somebody who asks in time counts as gone, and never less than two seconds', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 1_000_000 }), fc.option(fc.integer({ min: 0, max: 100_000 })), fc.double({ min: 0, max: 1, noNaN: true }), (people, eta, chance) => {
      const ms = pollAfterMs({ ...waiting, waiting: people }, eta, 0, chance)
      expect(ms).toBeGreaterThanOrEqual(2_000)
      expect(ms).toBeLessThan(90_000)
    }))
  })

  it('is soon near the front, and rare far back in a crowd', () => {
    expect(pollAfterMs(waiting, 5, 0, 0.5)).toBe(3_000)
    expect(pollAfterMs({ ...waiting, waiting: 40_000 }, 3600, 0, 0.5)).toBe(60_000)
  })

  it('spreads a crowd after the doors instead of letting all ask at once', () => {
    const asked = Array.from({ length: 1000 }, (_, i) => pollAfterMs({ ...waiting, phase: 'lobby', waiting: 20_000 }, null, 10_000, i / 1000))
    expect(Math.min(...asked)).toBeGreaterThanOrEqual(10_000)
    expect(Math.max(...asked)).toBeGreaterThan(30_000)
    expect(Math.max(...asked)).toBeLessThan(36_000)
  })
})
