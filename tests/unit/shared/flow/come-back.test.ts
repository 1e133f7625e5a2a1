import { describe, expect, it } from 'vitest'
import { comeBack } from '#shared/flow/come-back.ts'

describe('when those who are turned away shall come back', () => {
  let ms = 0
  const turnAway = (ask: () => number, count: number) => Array.from({ length: count }, ask).at(-1)!

  it('a few come back after a second', () => {
    ms = 0
    const ask = comeBack({ perSecond: 10, longestSeconds: 8, clock: () => ms })
    expect(turnAway(ask, 9)).toBe(1)
    ms = 1_000
    expect(turnAway(ask, 9)).toBe(1)
  })

  it('the more there were in the second before, the later, and never later than the longest', () => {
    ms = 0
    const ask = comeBack({ perSecond: 10, longestSeconds: 8, clock: () => ms })
    turnAway(ask, 35)
    ms = 1_000
    expect(turnAway(ask, 1_000)).toBe(4)
    ms = 2_000
    expect(ask()).toBe(8)
  })

  it('what was longer ago counts no more', () => {
    ms = 0
    const ask = comeBack({ perSecond: 10, longestSeconds: 8, clock: () => ms })
    turnAway(ask, 500)
    ms = 3_000
    expect(ask()).toBe(1)
  })
})
