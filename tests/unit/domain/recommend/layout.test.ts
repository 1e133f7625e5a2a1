import { describe, expect, it } from 'vitest'
import type { EventFacts } from '#server/domain/recommend/event-facts.ts'
import { contentVector, eventVector } from '#server/domain/recommend/event-vector.ts'
import { wordsOf } from '#server/domain/recommend/features.ts'
import { type Act, fitTaste, foldIn } from '#server/domain/recommend/taste.ts'
import { TASTE_HALF_LIFE_MS, decayed, userVector } from '#server/domain/recommend/user-vector.ts'
import { DIMENSIONS, dot, unit } from '#server/domain/recommend/vector.ts'

const facts = (id: string, wish: Partial<EventFacts> = {}): EventFacts => ({
  eventId: id, names: ['An evening', '一个夜晚'], people: [], texts: [], categories: ['music'], publisherId: 'house', venueIds: ['hall'], cities: ['shanghai'],
  price: { minor: 38_000, currency: 'CNY' }, times: [{ weekday: 5, hour: 20 }], ...wish
})
const jazz = facts('jazz', { names: ['Blue Note Trio', '蓝调三重奏'], texts: ['Jazz for piano, bass and drums.', '钢琴、贝斯与鼓的爵士乐。'], categories: ['jazz', 'music'] })
const bebop = facts('bebop', { names: ['Bebop Night', '比波普之夜'], texts: ['Fast jazz with saxophone, piano and bass.', '萨克斯与钢琴的爵士乐之夜。'], categories: ['jazz', 'music'] })
const hamlet = facts('hamlet', { names: ['Hamlet', '哈姆雷特'], texts: ['The prince of Denmark doubts.', '丹麦王子的犹豫。'], categories: ['plays', 'theatre'], venueIds: ['stage'], times: [{ weekday: 0, hour: 14 }], price: { minor: 9_000, currency: 'CNY' } })
const counts = { events: 3, inEvents: new Map([['jazz', 2], ['爵士', 2]]) }

describe('where an event lies', () => {
  it('is said by 128 numbers of length 1, the same in every process', () => {
    const vector = eventVector(contentVector(jazz, counts), null)
    expect(vector).toHaveLength(DIMENSIONS)
    expect(dot(vector, vector)).toBeCloseTo(1, 5)
    expect(contentVector(jazz, counts)).toEqual(contentVector(structuredClone(jazz), { events: 3, inEvents: new Map([['爵士', 2], ['jazz', 2]]) }))
    // A number that was computed once: who changes the layout must know that all must be laid out anew.
    expect(contentVector(jazz, counts).slice(0, 3).map(value => value.toFixed(4))).toMatchInlineSnapshot(`
      [
        "0.0318",
        "-0.1293",
        "0.0159",
      ]
    `)
  })

  it('is near to what is alike in words, kind, place and time, and far from what is not', () => {
    const [a, b, c] = [jazz, bebop, hamlet].map(one => contentVector(one, counts))
    expect(dot(a!, b!)).toBeGreaterThan(0.5)
    expect(dot(a!, b!)).toBeGreaterThan(dot(a!, c!) + 0.3)
  })

  it('knows Chinese by every two characters, and both languages at once', () => {
    expect(wordsOf(jazz)).toEqual(expect.arrayContaining(['爵士', '士乐', 'jazz', 'piano']))
    const onlyChinese = (name: string) => contentVector(facts('x', { names: [name], categories: [], venueIds: [], cities: [], price: null, times: [] }), counts)
    expect(dot(onlyChinese('上海爵士音乐节'), onlyChinese('爵士音乐之夜'))).toBeGreaterThan(dot(onlyChinese('上海爵士音乐节'), onlyChinese('丹麦王子复仇记')) + 0.05)
  })

  it('is a direction also where next to nothing is known', () => {
    const bare = contentVector({ eventId: 'bare', names: [], people: [], texts: [], categories: [], publisherId: 'house', venueIds: [], cities: [], price: null, times: [] }, counts)
    expect(dot(bare, bare)).toBeCloseTo(1, 5)
  })
})

/** Two crowds that never meet: some go to a, b, c, the others to x, y, z. */
const crowds = (): Act[] => Array.from({ length: 12 }, (_, n) => (n % 2 ? ['a', 'b', 'c'] : ['x', 'y', 'z']).filter((_, at) => (n + at) % 4 !== 0)
  .map((itemId, at) => ({ userId: `user-${n}`, itemId, at: n * 1000 + at, weight: 1 }))).flat()

describe('taste', () => {
  it('lays together what the same people go to', async () => {
    const { vectors } = await fitTaste(crowds())
    expect(dot(vectors.get('a')!, vectors.get('b')!)).toBeGreaterThan(0.8)
    expect(Math.abs(dot(vectors.get('a')!, vectors.get('x')!))).toBeLessThan(0.1)
  })

  it('does not depend on the order of what is told, nor on its being told twice', async () => {
    const acts = crowds()
    const once = await fitTaste(acts)
    const again = await fitTaste([...acts.toReversed(), ...acts])
    expect([...again.vectors.keys()].sort()).toEqual([...once.vectors.keys()].sort())
    for (const [id, vector] of once.vectors) expect([...again.vectors.get(id)!]).toEqual([...vector])
  })

  it('lays a new item among those that its people go to', async () => {
    const { vectors, strengths } = await fitTaste(crowds())
    const laid = foldIn([[{ vector: vectors.get('a')!, weight: 1 }, { vector: vectors.get('b')!, weight: 1 }]], strengths)!
    expect(dot(laid, vectors.get('c')!)).toBeGreaterThan(0.7)
    expect(foldIn([[]], strengths)).toBeNull()
  })

  it('of nobody is nothing, not a fault', async () => {
    expect((await fitTaste([])).vectors.size).toBe(0)
    expect((await fitTaste([{ userId: 'one', itemId: 'only', at: 0, weight: 1 }])).vectors.size).toBe(1)
  })
})

describe('where a person lies', () => {
  const vectors = new Map([['a', unit([1, 0, 0])!], ['b', unit([0, 1, 0])!]])
  const act = (itemId: string, daysAgo: number, weight = 1) => ({ itemId, at: -daysAgo * 86_400_000, weight })

  it('leans to what was done lately: after the half-life an act counts half', () => {
    expect(decayed({ at: -TASTE_HALF_LIFE_MS, weight: 1 }, 0)).toBe(0.5)
    const [a, b] = userVector([act('a', 0), act('b', 180)], vectors)!
    expect(a! / b!).toBeCloseTo(2, 5)
  })

  it('leans to what was paid for more than to what was looked at', () => {
    const [a, b] = userVector([act('a', 1, 0.3), act('b', 1, 1)], vectors)!
    expect(b).toBeGreaterThan(a!)
  })

  it('stays where it is as time passes, and whatever the order of rows', () => {
    const acts = [act('a', 3), act('b', 40), act('a', 90)]
    const later = acts.map(one => ({ ...one, at: one.at - 400 * 86_400_000 }))
    expect(userVector(later, vectors)!.map(value => value.toFixed(6))).toEqual(userVector(acts, vectors)!.map(value => value.toFixed(6)))
    expect(userVector(acts.toReversed(), vectors)).toEqual(userVector(acts, vectors))
  })

  it('is nowhere while nothing is known', () => {
    expect(userVector([], vectors)).toBeNull()
    expect(userVector([act('unknown', 0)], vectors)).toBeNull()
  })
})
