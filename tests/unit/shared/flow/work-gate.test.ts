import { describe, expect, it } from 'vitest'
import { DomainError } from '#shared/errors/domain-error.ts'
import { createWorkGate } from '#shared/flow/work-gate.ts'

/** Work that ends when it is told to. */
function startable() {
  const end: (() => void)[] = []
  return { end, work: () => new Promise<void>(resolve => end.push(resolve)) }
}

describe('work gate', () => {
  it('runs no more at once than it may, and the rest in the order in which they came', async () => {
    const gate = createWorkGate(2, 10)
    const begun: number[] = []
    let running = 0
    let most = 0
    await Promise.all(Array.from({ length: 9 }, (_, i) => gate.run(async () => {
      begun.push(i)
      most = Math.max(most, ++running)
      await new Promise(resolve => setImmediate(resolve))
      running--
    })))
    expect(most).toBe(2)
    expect(begun).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8])
  })

  it('turns away whom the line has no room for, and lets people in again later', async () => {
    const gate = createWorkGate(1, 1)
    const { end, work } = startable()
    const first = gate.run(work)
    const second = gate.run(work)
    await expect(gate.run(work)).rejects.toMatchObject({ code: 'unavailable' })
    end[0]!()
    await first
    await expect.poll(() => end.length).toBe(2)
    end[1]!()
    await second
    await expect(gate.run(async () => 'in')).resolves.toBe('in')
  })

  it('tells whom it turns away what it was told to say', async () => {
    const gate = createWorkGate(1, 0, () => new DomainError('too-busy', { retryAfterSeconds: 1 }))
    const { end, work } = startable()
    const first = gate.run(work)
    await expect(gate.run(work)).rejects.toMatchObject({ code: 'too-busy', data: { retryAfterSeconds: 1 } })
    end[0]!()
    await first
  })

  it('goes on after work that fails', async () => {
    const gate = createWorkGate(1, 5)
    await expect(gate.run(() => Promise.reject(new Error('no')))).rejects.toThrow('no')
    await expect(gate.run(async () => 'yes')).resolves.toBe('yes')
  })
})
