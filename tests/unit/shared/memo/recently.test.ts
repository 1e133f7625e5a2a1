import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { recently } from '#shared/memo/recently.ts'

describe('answers that are remembered for a moment', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['performance'] }))
  afterEach(() => void vi.useRealTimers())

  const owner = {}
  /** Counts how often it is asked; each answer is ready when told. */
  function source() {
    const open: { resolve: (value: number) => void, reject: (error: Error) => void }[] = []
    return { open, load: () => new Promise<number>((resolve, reject) => { open.push({ resolve, reject }) }) }
  }
  const settled = () => new Promise(resolve => setImmediate(resolve))
  const after = (ms: number) => void vi.advanceTimersByTime(ms)

  it('a crowd that asks at once costs one answer', async () => {
    const { open, load } = source()
    const ask = recently<number>(100)
    const answers = [ask(owner, 'a', load), ask(owner, 'a', load)]
    open[0]!.resolve(1)
    expect(await Promise.all(answers)).toEqual([1, 1])
    expect(open).toHaveLength(1)
  })

  it('what is too old is asked anew, and all wait for it', async () => {
    const { open, load } = source()
    const ask = recently<number>(100)
    const first = ask(owner, 'a', load)
    open[0]!.resolve(1)
    await first
    after(101)
    const second = ask(owner, 'a', load)
    open[1]!.resolve(2)
    expect(await second).toBe(2)
  })

  it('between fresh and stale the old answer is given at once, and one new one is made behind it', async () => {
    const { open, load } = source()
    const ask = recently<number>(100, { staleMs: 200 })
    const first = ask(owner, 'a', load)
    open[0]!.resolve(1)
    await first
    after(150)
    expect([await ask(owner, 'a', load), await ask(owner, 'a', load)]).toEqual([1, 1])
    expect(open).toHaveLength(2)
    open[1]!.resolve(2)
    await settled()
    expect(await ask(owner, 'a', load)).toBe(2)
  })

  it('what could not be made anew is tried again by the next who asks, and older than stale nobody is given it', async () => {
    const { open, load } = source()
    const ask = recently<number>(100, { staleMs: 200 })
    const first = ask(owner, 'a', load)
    open[0]!.resolve(1)
    await first
    after(150)
    expect(await ask(owner, 'a', load)).toBe(1)
    open[1]!.reject(new Error('away'))
    await settled()
    expect(await ask(owner, 'a', load)).toBe(1)
    expect(open).toHaveLength(3)
    after(100)
    const late = ask(owner, 'a', load)
    open[3]!.resolve(4)
    expect(await late).toBe(4)
  })

  it('a failure is not remembered', async () => {
    const { open, load } = source()
    const ask = recently<number>(100)
    const first = ask(owner, 'a', load)
    open[0]!.reject(new Error('away'))
    await expect(first).rejects.toThrow('away')
    const second = ask(owner, 'a', load)
    open[1]!.resolve(2)
    expect(await second).toBe(2)
  })
})
