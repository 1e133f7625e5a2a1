import { reindex, searchEvents } from '#server/domain/search/index.ts'
import type { SearchEventsReply } from '#shared/api/catalogue.ts'
import { CITIES, KINDS, THEMES } from './lib/catalogue-words.ts'
import { BenchClient } from './lib/http-client.ts'
import { fillLargeCatalogue, numbersFrom, Words } from './lib/large-catalogue.ts'
import { Steps, openArrivals, round } from './lib/measure.ts'
import type { ScenarioResult } from './lib/report.ts'
import type { Stage } from './lib/stage.ts'

const EVENTS = 50_000
const SECONDS = 90
const A_SECOND = 10

type Query = Record<string, string>

/**
 * B3's catalogue, searched: 50,000 events in both languages, and visitors who come at their times and each ask one thing. Every answer of a
 * page has its counts beside the filters.
 */
export async function searchLargeCatalogue(stage: Stage, scale: number): Promise<ScenarioResult> {
  const { db } = stage.database
  const filled = await fillLargeCatalogue(db, Math.round(EVENTS * scale))
  await db.execute('analyze')
  const indexedFrom = performance.now()
  await reindex({ db, houseCurrency: 'CNY' })
  const indexSeconds = (performance.now() - indexedFrom) / 1000

  const random = numbersFrom(11)
  const kinds = await everyKind(stage, random)
  const names = Object.keys(kinds)
  const client = new BenchClient(stage.app.url, 64)
  const ask = (path: string) => client.send('GET', path)
  for (const name of names) for (let i = 0; i < 3; i++) await ask(addressOf(kinds[name]!()))

  const steps = new Map(names.map(name => [name, new Steps(name)]))
  const all = new Steps('all')
  const noOp = new Steps('no-op')
  const count = Math.round(SECONDS * A_SECOND * Math.max(scale, 0.2))
  const startedAt = performance.now()
  const lateMs = await openArrivals(count, count / A_SECOND * 1000, async (index, dueAt) => {
    // One in ten asks the route that does nothing: what waiting for this machine costs any request of the same run.
    const name = index % 10 === 9 ? null : names[index % names.length]!
    const answer = await ask(name ? addressOf(kinds[name]!()) : '/api/version').catch(() => ({ status: 0 }))
    const ms = performance.now() - dueAt
    const said = answer.status === 200 ? '200' : answer.status === 0 ? 'error' : String(answer.status)
    if (!name) return noOp.add(ms, said)
    steps.get(name)!.add(ms, said)
    all.add(ms, said)
  })
  const seconds = (performance.now() - startedAt) / 1000
  client.close()

  const alone = new Steps('alone')
  for (let i = 0; i < names.length * 12; i++) {
    const from = performance.now()
    await searchEvents({ db }, kinds[names[i % names.length]!]!() as Parameters<typeof searchEvents>[1])
    alone.add(performance.now() - from, 'ok')
  }
  const withoutHttp = alone.row(seconds)
  return {
    name: 'B3 search',
    load: `${count} searches in the open at ${A_SECOND} a second over ${filled.events} events with ${filled.sessions} sessions`,
    seconds: round(seconds),
    rows: [all, ...steps.values(), noOp].map(step => step.row(seconds)),
    facts: {
      'whole index made in': `${round(indexSeconds)} s`,
      'one search after the other without HTTP, ms': `p50 ${withoutHttp.p50}, p95 ${withoutHttp.p95}, p99 ${withoutHttp.p99}`,
      'generator late at worst': `${lateMs} ms`
    }
  }
}

function addressOf(query: Query): string {
  return `/api/events/search?${new URLSearchParams(query)}`
}

/** What visitors ask, each time with other words, places and days. */
async function everyKind(stage: Stage, random: () => number): Promise<Record<string, () => Query>> {
  const words = new Words(numbersFrom(7))
  const pick = <T>(list: readonly T[]) => list[Math.floor(random() * list.length)]!
  const someEnglish = () => words.say('english', 1)
  const common = THEMES.map(([en]) => en).filter(word => word.length > 6)
  const misspelt = (word: string) => {
    const at = 1 + Math.floor(random() * (word.length - 3))
    return word.slice(0, at) + word[at + 1] + word[at] + word.slice(at + 2)
  }
  const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)
  const facets = '1'
  const cursors = await cursorsOf(stage)
  return {
    'browse': () => ({ facets, sort: pick(['featured', 'soon', 'price', 'newest']) }),
    'category': () => ({ facets, category: pick(KINDS)[0].toLowerCase() }),
    'place, day': () => {
      const from = Math.floor(random() * 60)
      return { facets, city: pick(CITIES)[random() < 0.5 ? 0 : 1], from: inDays(from), to: inDays(from + Math.floor(random() * 14)) }
    },
    'weekend': () => ({ facets, when: pick(['today', 'weekend', 'week', 'month']), category: pick(KINDS)[0].toLowerCase(), max: pick(['100', '300', '600']) }),
    '2 hanzi': () => ({ facets, q: [...pick(THEMES)[1]].slice(0, 2).join('') }),
    '2 words': () => ({ facets, q: `${pick(THEMES)[0]} ${someEnglish()}` }),
    'misspelt': () => ({ facets, q: misspelt(pick(common)) }),
    'typing': () => ({ q: pick(THEMES)[0].slice(0, 2 + Math.floor(random() * 3)), facets }),
    'deep page': () => pick(cursors)
  }
}

/** Where a reader stands after ten pages. */
async function cursorsOf(stage: Stage): Promise<Query[]> {
  const client = new BenchClient(stage.app.url, 4)
  const queries: Query[] = [{ sort: 'soon' }, { sort: 'featured' }, { q: 'concert' }, { category: 'music', sort: 'price' }]
  for (const query of queries) {
    for (let page = 0; page < 10; page++) {
      const reply = (await client.send('GET', addressOf(query))).body as SearchEventsReply
      if (reply.nextCursor) query.cursor = reply.nextCursor
    }
  }
  client.close()
  return queries
}
