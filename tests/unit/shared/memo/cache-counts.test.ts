import { describe, expect, it, vi } from 'vitest'
import { allCacheCounts } from '#shared/memo/cache-counts.ts'
import { recently } from '#shared/memo/recently.ts'

const countsOf = (name: string) => allCacheCounts().find(counts => counts.name === name)

describe('what a cache is good for', () => {
  it('is counted by its name: who had an answer, who had to wait for one, what is kept', async () => {
    const owner = {}
    const ask = recently<number>(60_000, { name: 'stock', maxKept: 2 })
    const load = async () => 1
    await Promise.all([ask(owner, 'a', load), ask(owner, 'a', load), ask(owner, 'b', load)])
    await ask(owner, 'c', load)
    expect(countsOf('stock')).toMatchObject({ hits: 1, misses: 3, loads: 3 })
    expect(countsOf('stock')!.size()).toBe(2)
  })

  it('an answer that is given while it is made anew is one', async () => {
    vi.useFakeTimers({ toFake: ['performance'] })
    const owner = {}
    const ask = recently<number>(100, { staleMs: 1_000, name: 'similar-events' })
    await ask(owner, 'a', async () => 1)
    vi.advanceTimersByTime(500)
    await ask(owner, 'a', async () => 2)
    vi.useRealTimers()
    expect(countsOf('similar-events')).toMatchObject({ hits: 1, misses: 2 })
  })

  it('a failure is a miss without an end', async () => {
    const ask = recently<number>(60_000, { name: 'quotas' })
    await ask({}, 'a', () => Promise.reject(new Error('away'))).catch(() => {})
    expect(countsOf('quotas')).toMatchObject({ hits: 0, misses: 1, loads: 0 })
  })

  it('what is only kept from being done too often is not counted', async () => {
    const before = allCacheCounts().length
    await recently<number>(100)({}, 'a', async () => 1)
    expect(allCacheCounts()).toHaveLength(before)
  })
})
