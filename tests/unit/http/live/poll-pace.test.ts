import { describe, expect, it } from 'vitest'
import { PollPace } from '#server/http/live/poll-pace.ts'

/** Lets `pollers` ask as they are told for `seconds`. @returns how many asked in each second */
function crowd(pollers: number, seconds: number): number[] {
  let now = 0
  const pace = new PollPace(() => now)
  const nextAt = Array.from({ length: pollers }, (_, n) => n % 3_000)
  return Array.from({ length: seconds }, () => {
    let asked = 0
    for (const end = now + 1_000; now < end; now += 20) {
      for (const [n, at] of nextAt.entries()) {
        if (at > now) continue
        asked++
        nextAt[n] = now + pace.next()
      }
    }
    return asked
  })
}

describe('the pace of those who poll', () => {
  it('is a few seconds for a few', () => {
    const asked = crowd(30, 60).slice(30)
    expect(asked.reduce((sum, n) => sum + n) / asked.length).toBeCloseTo(10, -0.5)
  })

  it('keeps a crowd of any size to what a process bears', () => {
    for (const pollers of [2_000, 5_000]) {
      const asked = crowd(pollers, 150).slice(90)
      expect(asked.reduce((sum, n) => sum + n) / asked.length, `${pollers} pollers`).toBeLessThan(300)
    }
  })

  it('gives no two the same wait, so that they do not ask all at once', () => {
    const pace = new PollPace(() => 0)
    const waits = Array.from({ length: 100 }, () => pace.next())
    expect(new Set(waits).size).toBeGreaterThan(50)
    expect(Math.min(...waits)).toBeGreaterThanOrEqual(2_400)
    expect(Math.max(...waits)).toBeLessThanOrEqual(3_600)
  })
})
