import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ruleOf } from '#shared/gate/gate-rules.ts'
import { type Passage, historyOf } from '#shared/gate/passages.ts'

let sequence = 0
const passage = (wish: Partial<Passage>): Passage => ({ deviceId: 'a', gateId: 'north', nonce: `n${++sequence}`, sequence, kind: 'entry', undoes: null, passed: true, atMs: sequence * 1_000, ...wish })

describe('what happened with a ticket', () => {
  it('is nobody inside before anybody came, and somebody after', () => {
    expect(historyOf([])).toMatchObject({ isInside: false, isUsed: false, together: [] })
    expect(historyOf([passage({})])).toMatchObject({ isInside: true, isUsed: true, together: [] })
    expect(historyOf([passage({ passed: false })])).toMatchObject({ isInside: false, isUsed: false })
  })

  it('is two on one ticket where nobody left between, and not where somebody did', () => {
    const [first, second] = [passage({}), passage({ deviceId: 'b' })]
    expect(historyOf([first, second]).together).toEqual([first, second])
    const [inside, left, again] = [passage({}), passage({ kind: 'exit' }), passage({ deviceId: 'b' })]
    expect(historyOf([inside, left, again])).toMatchObject({ isInside: true, together: [] })
  })

  it('forgets what the same phone took back in time, and nothing else', () => {
    const first = passage({})
    expect(historyOf([first, passage({ kind: 'undo', undoes: first.nonce })])).toMatchObject({ isUsed: false })
    expect(historyOf([first, passage({ kind: 'undo', undoes: first.nonce, deviceId: 'b' })])).toMatchObject({ isUsed: true })
    expect(historyOf([first, passage({ kind: 'undo', undoes: first.nonce, atMs: first.atMs + 3_600_000 })])).toMatchObject({ isUsed: true })
  })

  it('goes by the sequence on one phone, however its clock jumps', () => {
    const [inside, left] = [passage({ atMs: 90_000 }), passage({ kind: 'exit', atMs: 10_000 })]
    expect(historyOf([left, inside])).toMatchObject({ isInside: false, together: [] })
  })

  it('is the same in whatever order it becomes known', () => {
    const deed = fc.record({ deviceId: fc.constantFrom('a', 'b', 'c'), kind: fc.constantFrom('entry' as const, 'exit' as const, 'undo' as const), atMs: fc.nat(5_000), passed: fc.boolean(), back: fc.nat(6) })
    fc.assert(fc.property(fc.array(deed, { maxLength: 9 }).chain(deeds => fc.tuple(fc.constant(deeds), fc.shuffledSubarray(deeds.map((_, n) => n), { minLength: deeds.length }))), ([deeds, order]) => {
      const made = deeds.map(({ back, ...wish }, n) => passage({ ...wish, nonce: `n${n}`, sequence: n + 1, undoes: wish.kind === 'undo' ? `n${Math.max(0, n - back)}` : null }))
      expect(historyOf(order.map(n => made[n]!))).toEqual(historyOf(made))
    }), { numRuns: 500 })
  })
})

describe('the rules of a gate', () => {
  const rule = { ticketTypeIds: null, opensAt: null, closesAt: null, allowsReentry: false }
  it('are asked in their order, and the first that names the type decides', () => {
    const rules = [{ ...rule, ticketTypeIds: ['guest'], opensAt: '2026-12-01T18:00:00Z' }, { ...rule, opensAt: '2026-12-01T18:30:00Z', closesAt: '2026-12-01T20:00:00Z' }]
    const says = (type: string, at: string) => ruleOf(rules, type, Date.parse(at)).says
    expect([says('guest', '2026-12-01T18:10:00Z'), says('adult', '2026-12-01T18:10:00Z'), says('adult', '2026-12-01T18:30:00Z'), says('adult', '2026-12-01T20:00:00Z'), says('guest', '2026-12-01T23:00:00Z')])
      .toEqual(['may-pass', 'too-early', 'may-pass', 'too-late', 'may-pass'])
    expect(ruleOf([{ ...rule, ticketTypeIds: ['guest'] }], 'adult', 0)).toEqual({ rule: null, says: 'wrong-gate' })
  })
})
