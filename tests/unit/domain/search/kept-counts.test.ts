import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Queryable } from '#drizzle/database.ts'
import { forgetCounts, keptCount } from '#server/domain/search/kept-counts.ts'

// Counts are kept by database, and this one is never asked.
const db = {} as Queryable
let asked = 0
/** A count that takes so long, and says which one it is. */
const counting = (ms: number) => async () => {
  const which = ++asked
  await new Promise(resolve => setTimeout(resolve, ms))
  return which
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'performance'] })
  asked = 0
  forgetCounts()
})
afterEach(() => { vi.useRealTimers() })

async function after<T>(ms: number, answer: Promise<T>): Promise<T> {
  await vi.advanceTimersByTimeAsync(ms)
  return await answer
}

describe('counts that many ask for', () => {
  it('are made once for all who ask meanwhile, and for twenty times as long as they took', async () => {
    const both = Promise.all([keptCount(db, 'a', counting(100)), keptCount(db, 'a', counting(100))])
    expect(await after(100, both)).toEqual([1, 1])
    await vi.advanceTimersByTimeAsync(1_990)
    expect(await keptCount(db, 'a', counting(100))).toBe(1)
    expect(asked).toBe(1)
  })

  it('are given a little longer while they are made anew, so that nobody waits', async () => {
    await after(100, keptCount(db, 'a', counting(100)))
    await vi.advanceTimersByTimeAsync(2_001)
    expect(await Promise.all([keptCount(db, 'a', counting(100)), keptCount(db, 'a', counting(100))])).toEqual([1, 1])
    expect(asked).toBe(2)
    await vi.advanceTimersByTimeAsync(100)
    expect(await keptCount(db, 'a', counting(100))).toBe(2)
  })

  it('are never older than twenty seconds', async () => {
    await after(5_000, keptCount(db, 'a', counting(5_000)))
    await vi.advanceTimersByTimeAsync(20_001)
    expect(await after(100, keptCount(db, 'a', counting(100)))).toBe(2)
  })

  it('are made each time where that is quick', async () => {
    await after(5, keptCount(db, 'a', counting(5)))
    expect(await after(5, keptCount(db, 'a', counting(5)))).toBe(2)
  })

  it('are not kept where they fail, and a failure while they are made anew takes nothing from anybody', async () => {
    const fails = () => Promise.reject(new Error('away'))
    await expect(keptCount(db, 'a', fails)).rejects.toThrow('away')
    expect(await after(100, keptCount(db, 'a', counting(100)))).toBe(1)
    await vi.advanceTimersByTimeAsync(2_001)
    expect(await keptCount(db, 'a', fails)).toBe(1)
    await vi.advanceTimersByTimeAsync(0)
    expect(await after(100, keptCount(db, 'a', counting(100)))).toBe(2)
  })

  it('are forgotten when the catalogue changes', async () => {
    await after(100, keptCount(db, 'a', counting(100)))
    forgetCounts()
    expect(await after(100, keptCount(db, 'a', counting(100)))).toBe(2)
  })
})
