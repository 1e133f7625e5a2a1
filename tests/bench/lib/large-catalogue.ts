import { createHash } from 'node:crypto'
import { bulkInsert } from '#drizzle/demo/bulk-insert.ts'
import type { Database } from '#drizzle/database.ts'
import { categories, events, publishers, seatingPlans, sessions, ticketTypes, users, venues } from '#drizzle/schema/index.ts'
import { newId } from '#shared/ids/id.ts'
import { CHARACTERS, CITIES, KINDS, SYLLABLES, THEMES } from './catalogue-words.ts'

const DAY_MS = 86_400_000

/** Numbers between 0 and 1, the same in each run (mulberry32). */
export function numbersFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** Words of a language that nobody speaks, used as often as real ones are: the second half as often as the first (Zipf), and what is searched for in the middle. */
export class Words {
  readonly english: string[]
  readonly chinese: string[]
  readonly #random: () => number

  constructor(random: () => number) {
    this.#random = random
    const pick = <T>(list: readonly T[]) => list[Math.floor(random() * list.length)]!
    const characters = [...CHARACTERS]
    const made = (count: number, one: () => string) => Array.from({ length: count }, one)
    // As in real texts, the most frequent words are not those that anybody searches for.
    this.english = [...new Set([...made(40, () => pick(SYLLABLES) + pick(SYLLABLES)), ...THEMES.map(([en]) => en), ...Array.from({ length: 14_000 }, () => Array.from({ length: 2 + Math.floor(random() * 3) }, () => pick(SYLLABLES)).join(''))])]
    this.chinese = [...new Set([...made(40, () => pick(characters)), ...THEMES.map(([, zh]) => zh), ...Array.from({ length: 14_000 }, () => Array.from({ length: 2 + Math.floor(random() * 1.4) }, () => pick(characters)).join(''))])]
  }

  /** `count` words; the one of rank r about 1/r as often as the first. */
  say(language: 'english' | 'chinese', count: number): string {
    const words = this[language]
    return Array.from({ length: count }, () => words[Math.min(words.length - 1, Math.floor(words.length ** this.#random()) - 1)]!).join(language === 'english' ? ' ' : '')
  }
}

/**
 * A catalogue of so many approved events with nine sessions to five of them, in both languages, from half a year ago until half a year ahead.
 * The same in each run, but for the ids.
 */
export async function fillLargeCatalogue(db: Database, count: number): Promise<{ events: number, sessions: number }> {
  const random = numbersFrom(7)
  const words = new Words(random)
  const pick = <T>(list: readonly T[]) => list[Math.floor(random() * list.length)]!
  const title = (text: string) => text.replace(/\b\w/g, letter => letter.toUpperCase())

  const houses = Array.from({ length: 60 }, (_, i) => ({ id: newId(), role: 'publisher' as const, email: `publisher-${i}@example.org`, displayName: `Publisher ${i}` }))
  const kinds = KINDS.flatMap(([en, zh, ...children]) => {
    const id = newId()
    return [{ id, slug: en.toLowerCase(), nameEn: en, nameZh: zh, parentId: null as string | null }, ...children.map(child => ({ id: newId(), slug: `${en.toLowerCase()}-${child.toLowerCase()}`, nameEn: child, nameZh: `${zh}${words.say('chinese', 1)}`, parentId: id }))]
  })
  const halls = Array.from({ length: 1_200 }, (_, i) => {
    // Half of all venues are in the first six cities.
    const [cityEn, cityZh, country, timeZone] = CITIES[Math.floor(CITIES.length * random() ** 2)]!
    return { id: newId(), slug: `hall-${i}`, nameEn: `${title(words.say('english', 1))} Hall`, nameZh: `${words.say('chinese', 1)}剧院`, addressEn: '1 Main Street', addressZh: '大街1号', cityEn, cityZh, country, timeZone }
  })
  const planOf = new Map(halls.map(hall => [hall.id, newId()]))

  return await db.transaction(async (tx) => {
    await tx.execute('set local statement_timeout = 0')
    await tx.insert(users).values(houses)
    await tx.insert(publishers).values(houses.map((house, i) => ({ userId: house.id, slug: `publisher-${i}`, nameEn: `${title(words.say('english', 2))} Arts`, nameZh: `${words.say('chinese', 1)}文化` })))
    await tx.insert(categories).values(kinds)
    await tx.insert(venues).values(halls)
    await tx.insert(seatingPlans).values(halls.map(hall => ({
      id: planOf.get(hall.id)!, venueId: hall.id, hall: 'main', version: 1, nameEn: 'Main', nameZh: '主厅', seatCount: 500, standingCapacity: 0,
      geometry: Buffer.from('-'), contentHash: createHash('sha256').update(hall.id).digest('hex')
    })))
    let sessionCount = 0
    for (let start = 0; start < count; start += 5_000) {
      const rows = { events: [] as typeof events.$inferInsert[], sessions: [] as typeof sessions.$inferInsert[], types: [] as typeof ticketTypes.$inferInsert[] }
      for (let i = start; i < Math.min(count, start + 5_000); i++) {
        const [themeEn, themeZh] = pick(THEMES)
        const id = newId()
        rows.events.push({
          id, slug: `event-${i}`, status: 'approved', categoryId: pick(kinds).id, nameEn: title(`${words.say('english', 2)} ${themeEn}`), nameZh: `${words.say('chinese', 2)}${themeZh}`,
          summaryEn: words.say('english', 12), summaryZh: words.say('chinese', 8), descriptionEn: words.say('english', 60), descriptionZh: words.say('chinese', 50),
          organiserEn: title(words.say('english', 2)), organiserZh: words.say('chinese', 2), performers: [{ nameEn: title(words.say('english', 2)), nameZh: words.say('chinese', 1), kind: 'person' }],
          posterSeed: String(i), featuredRank: random() < 0.01 ? Math.floor(random() * 100) : 0, createdBy: pick(houses).id, createdAt: new Date(Date.now() - random() * 300 * DAY_MS)
        })
        const hall = pick(halls)
        const first = Date.now() + (random() < 0.15 ? -1 : 1) * (random() ** 1.5) * 180 * DAY_MS
        const times = random() < 0.6 ? 1 : 1 + Math.floor(random() * 5)
        const price = 4_000 + Math.floor(random() ** 2 * 120) * 1_000
        for (let s = 0; s < times; s++) {
          const startsAt = new Date(first + s * DAY_MS)
          const sessionId = newId()
          rows.sessions.push({
            id: sessionId, eventId: id, venueId: hall.id, planId: planOf.get(hall.id)!, startsAt, endsAt: new Date(startsAt.getTime() + 2 * 3_600_000),
            saleStartsAt: new Date(startsAt.getTime() - (random() < 0.9 ? 200 : 3) * DAY_MS), saleEndsAt: startsAt
          })
          for (const [key, factor] of [['a', 2], ['b', 1]] as const) rows.types.push({ id: newId(), sessionId, nameEn: key, nameZh: key, categoryKey: key, priceMinor: price * factor, currency: 'CNY' })
        }
      }
      await bulkInsert(tx, events, rows.events)
      await bulkInsert(tx, sessions, rows.sessions)
      await bulkInsert(tx, ticketTypes, rows.types)
      sessionCount += rows.sessions.length
    }
    return { events: count, sessions: sessionCount }
  })
}
