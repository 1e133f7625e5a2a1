import { describe, expect, it } from 'vitest'
import { inOrderOfComing, paceOf } from '#drizzle/demo/sale-pace.ts'
import { randomFrom } from '#shared/random/seeded-random.ts'

describe('who comes when in the demo', () => {
  const parties = [...Array.from({ length: 60 }, (_, seat) => ({ seats: [seat] })), ...Array.from({ length: 20 }, () => ({ areaKey: 'floor', quantity: 2 }))]

  it('loses nobody, lets the better places go first, and standing places all along', () => {
    const coming = inOrderOfComing(parties, randomFrom('evening'))
    expect(new Set(coming)).toEqual(new Set(parties))
    const turns = coming.flatMap((party, turn) => 'seats' in party ? [{ turn, seat: party.seats[0]! }] : [])
    const mean = (seats: typeof turns) => seats.reduce((sum, { turn }) => sum + turn, 0) / seats.length
    expect(mean(turns.filter(({ seat }) => seat < 20))).toBeLessThan(mean(turns.filter(({ seat }) => seat >= 40)))
    expect(coming.slice(0, 40).some(party => 'areaKey' in party)).toBe(true)
  })

  it('is even while a sale goes on, and never turns back over the whole of one', () => {
    expect([0, 0.3, 1].map(paceOf({ key: 'now', isOver: false }))).toEqual([0, 0.3, 1])
    for (const key of ['a', 'b', 'c']) {
      const times = Array.from({ length: 101 }, (_, part) => paceOf({ key, isOver: true })(part / 100))
      expect(times).toEqual(times.toSorted((x, y) => x - y))
      expect([times[0], times[100]]).toEqual([0, 1])
    }
  })
})
