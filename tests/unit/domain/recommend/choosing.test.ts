import { describe, expect, it } from 'vitest'
import { diversify } from '#server/domain/recommend/diversify.ts'
import { popularityAt } from '#server/domain/recommend/popularity.ts'
import { randomFrom } from '#server/domain/recommend/random.ts'
import { type Memory, othersCome, reasonFor } from '#server/domain/recommend/reasons.ts'
import { unit } from '#server/domain/recommend/vector.ts'
import type { EventCard } from '#shared/api/catalogue.ts'

const one = (eventId: string, score: number, vector: number[], categoryId = eventId, venueId = eventId) => ({ eventId, score, vector: unit(vector)!, categoryId, venueId })

describe('a list', () => {
  it('does not show the same thing twice under two names', () => {
    const list = diversify([one('best', 1, [1, 0]), one('its-twin', 0.95, [1, 0.01]), one('other', 0.8, [0, 1])], 2)
    expect(list.map(({ eventId }) => eventId)).toEqual(['best', 'other'])
  })

  it('is not all of one category or one venue, while there is something else', () => {
    const many = [...Array.from({ length: 8 }, (_, n) => one(`jazz-${n}`, 1 - n / 100, [1, n], 'jazz', `venue-${n}`)), ...Array.from({ length: 6 }, (_, n) => one(`mixed-${n}`, 0.2 - n / 100, [n, 1], `kind-${n}`, n < 4 ? 'same' : 'another'))]
    const list = diversify(many, 8)
    expect(list.filter(item => item.categoryId === 'jazz')).toHaveLength(4)
    expect(list.filter(item => item.venueId === 'same')).toHaveLength(3)
    expect(diversify(many.slice(0, 8), 8), 'nothing else: better alike than empty').toHaveLength(8)
  })

  it('has each once, as many as asked where there are, and is the same in whatever order rows come', () => {
    for (let seed = 1; seed <= 200; seed++) {
      const random = randomFrom(seed)
      const all = Array.from({ length: Math.floor(random() * 30) }, (_, n) => one(`e${n}`, Math.round(random() * 5) / 5, [random(), random(), random()], `c${Math.floor(random() * 4)}`, `v${Math.floor(random() * 4)}`))
      const count = Math.floor(random() * 12) + 1
      const list = diversify(all, count).map(item => item.eventId)
      expect(new Set(list).size).toBe(list.length)
      expect(list).toHaveLength(Math.min(count, all.length))
      const shuffled = all.map(item => [random(), item] as const).sort((a, b) => a[0] - b[0]).map(([, item]) => item)
      expect(diversify(shuffled, count).map(item => item.eventId), `seed ${seed}`).toEqual(list)
    }
  })
})

describe('popularity', () => {
  it('counts half after thirty days without being written again', () => {
    const now = new Date('2026-05-01T00:00:00Z')
    const kept = Math.log2(8) + now.getTime() / 86_400_000 / 30
    expect(popularityAt(kept, now)).toBeCloseTo(8, 6)
    expect(popularityAt(kept, new Date('2026-05-31T00:00:00Z'))).toBeCloseTo(4, 6)
    expect(popularityAt(null, now)).toBe(0)
  })
})

describe('a reason', () => {
  const card = { venue: { city: { en: 'Hangzhou', zh: '杭州' } } } as EventCard
  const event = { vector: unit([1, 0, 0])!, categoryId: 'jazz', card, popularity: 3 }
  const memory = (wish: Partial<Memory>): Memory => ({
    eventId: 'm', kind: 'booked', at: 0, weight: 1, vector: unit([1, 0.2, 0]), name: { en: 'Blue Note', zh: '蓝调' }, slug: 'blue-note', categoryId: 'other', categoryName: { en: 'Jazz', zh: '爵士' }, ...wish
  })

  it('names what one did that is most alike, in both languages', () => {
    expect(reasonFor(event, [memory({})], null)).toEqual({ kind: 'booked', event: { slug: 'blue-note', name: { en: 'Blue Note', zh: '蓝调' } }, text: { en: 'Because you booked Blue Note', zh: '因为您订过《蓝调》' } })
    expect(reasonFor(event, [memory({ kind: 'waiting' })], null).text.en).toBe('Because you wait for Blue Note')
    expect(reasonFor(event, [memory({ kind: 'kept' })], null).text.zh).toBe('因为您收藏了《蓝调》')
  })

  it('prefers what is newer among what is equally alike', () => {
    const old = memory({ eventId: 'old', name: { en: 'Old', zh: '旧' }, at: -400 * 86_400_000 })
    expect(reasonFor(event, [old, memory({})], null).text.en).toBe('Because you booked Blue Note')
  })

  it('names the category where nothing single is alike', () => {
    const far = [1, 2].map(n => memory({ eventId: `far-${n}`, categoryId: 'jazz', vector: unit([0, 1, 0]) }))
    expect(reasonFor(event, far, null).text).toEqual({ en: 'Because you like jazz', zh: '因为您喜欢爵士' })
    expect(reasonFor(event, far.slice(0, 1), null).kind).toBe('popular')
  })

  it('says that others come, here or anywhere, only where they do', () => {
    expect(othersCome({ card, popularity: 2 }, 'hangzhou').text).toEqual({ en: 'Popular in Hangzhou', zh: '杭州热门' })
    expect(othersCome({ card, popularity: 2 }, 'shanghai').kind).toBe('popular')
    expect(othersCome({ card, popularity: 0 }, 'hangzhou').kind).toBe('chosen')
  })
})
