import fc from 'fast-check'
import type { EventChange } from '#shared/publishing/event-change.ts'
import type { DraftQuota, EventDocument, EventDraftDocument } from '#shared/publishing/event-document.ts'

export const KEYS = Array.from({ length: 12 }, (_, i) => `0199d0a8-0000-7000-8000-0000000000${String(i).padStart(2, '0')}`)
export const [VENUE, PLAN, OTHER_PLAN, CATEGORY] = ['a1', 'b1', 'b2', 'c1'].map(end => `0199d0a8-0000-7000-8000-0000000001${end}`) as [string, string, string, string]

/** A play on two evenings, with two prices and a code: nothing is wrong with it on 1 November 2026. */
export function play(changes: Partial<EventDocument> = {}): EventDocument {
  const session = (key: string, day: string) => ({
    key, status: 'scheduled' as const, venueId: VENUE, planId: PLAN, startsAt: `${day}T11:30:00Z`, endsAt: `${day}T13:30:00Z`, doorsAt: `${day}T10:45:00Z`,
    saleStartsAt: '2026-11-05T02:00:00Z', saleEndsAt: `${day}T11:30:00Z`
  })
  return {
    name: { en: 'The Tin Lighthouse', zh: '铁皮灯塔' }, summary: { en: 'By the sea.', zh: '在海边。' }, description: { en: 'Waves.', zh: '海浪。' }, organiser: { en: 'House', zh: '剧院' },
    performers: [{ nameEn: 'Mei', nameZh: '梅', kind: 'person' }], categoryId: CATEGORY, cover: { kind: 'poster', seed: 'moon' }, currency: 'CNY', holdSeconds: 600, perPersonLimit: 6,
    sessions: [session(KEYS[0]!, '2026-12-04'), session(KEYS[1]!, '2026-12-05')],
    ticketTypes: [
      { key: KEYS[4]!, name: { en: 'Adult', zh: '成人票' }, planId: PLAN, categoryKey: 'stalls', sessionKeys: null, priceMinor: 38_000, saleStartsAt: null, saleEndsAt: null },
      { key: KEYS[5]!, name: { en: 'Student', zh: '学生票' }, planId: PLAN, categoryKey: 'stalls', sessionKeys: [KEYS[1]!], priceMinor: 19_000, saleStartsAt: null, saleEndsAt: null }
    ],
    promoCodes: [{ key: KEYS[8]!, code: 'EARLY-10', percentOff: 10, amountOffMinor: null, maxUses: 100, startsAt: null, endsAt: null }],
    ...changes
  }
}

const word = fc.constantFrom('', ' ', 'Sea', '海', 'The Tin Lighthouse', 'The Tin Lighthouses', 'Something else entirely')
const both = (one: fc.Arbitrary<string>) => fc.record({ en: one, zh: one })
const instant = fc.constantFrom('2026-10-01T10:00:00Z', '2026-12-04T11:30:00Z', '2026-12-04T19:30:00+08:00', '2026-12-04T13:30:00Z', '2026-12-05T11:30:00Z', '2027-01-01T00:00:00.000Z')
const maybe = <T>(one: fc.Arbitrary<T>) => fc.option(one, { nil: null, freq: 5 })
const keyed = <T extends { key: string }>(one: fc.Arbitrary<Omit<T, 'key'>>, keys: string[]) =>
  fc.uniqueArray(fc.constantFrom(...keys), { maxLength: keys.length }).chain(chosen => fc.tuple(...chosen.map(key => one.map(rest => ({ ...rest, key }) as T))))

/** Any draft that autosave takes, right or wrong; small choices, so that two of them often agree. */
export const anyDraft: fc.Arbitrary<EventDraftDocument> = fc.record({
  name: both(word), summary: both(word), description: both(word), organiser: both(word),
  performers: fc.array(fc.record({ nameEn: word, nameZh: word, kind: fc.constantFrom('person' as const, 'group' as const) }), { maxLength: 2 }),
  categoryId: maybe(fc.constant(CATEGORY)),
  cover: fc.oneof(fc.record({ kind: fc.constant('poster' as const), seed: fc.constantFrom('a', 'b') }), fc.record({ kind: fc.constant('image' as const), imageId: fc.constantFrom(...KEYS) })),
  currency: fc.constantFrom('CNY', 'EUR'), holdSeconds: fc.constantFrom(300, 600), perPersonLimit: fc.constantFrom(4, 6),
  sessions: keyed<EventDraftDocument['sessions'][number]>(fc.record({
    status: fc.constantFrom('scheduled' as const, 'cancelled' as const), venueId: maybe(fc.constant(VENUE)), planId: maybe(fc.constantFrom(PLAN, OTHER_PLAN)),
    startsAt: maybe(instant), endsAt: maybe(instant), doorsAt: maybe(instant), saleStartsAt: maybe(instant), saleEndsAt: maybe(instant)
  }), KEYS.slice(0, 4)),
  ticketTypes: keyed<EventDraftDocument['ticketTypes'][number]>(fc.record({
    name: both(word), planId: maybe(fc.constantFrom(PLAN, OTHER_PLAN)), categoryKey: maybe(fc.constantFrom('stalls', 'gallery', '')),
    sessionKeys: fc.option(fc.uniqueArray(fc.constantFrom(...KEYS.slice(0, 5)), { maxLength: 3 }), { nil: null }), priceMinor: maybe(fc.constantFrom(0, 100, 200)),
    saleStartsAt: maybe(instant), saleEndsAt: maybe(instant)
  }), KEYS.slice(4, 8)),
  quotas: fc.option(keyed<DraftQuota>(fc.record({
    name: both(word), ticketTypeKeys: fc.uniqueArray(fc.constantFrom(...KEYS.slice(4, 9)), { maxLength: 3 }), capacity: maybe(fc.constantFrom(1, 100, 200))
  }), KEYS.slice(9, 12)), { nil: undefined }),
  promoCodes: keyed<EventDraftDocument['promoCodes'][number]>(fc.record({
    code: fc.constantFrom('', 'AB', 'ABC', 'EARLY-10'), percentOff: maybe(fc.constant(10)), amountOffMinor: maybe(fc.constant(500)), maxUses: maybe(fc.constant(3)),
    startsAt: maybe(instant), endsAt: maybe(instant)
  }), KEYS.slice(8, 11))
})

/** The document with the changes made that their paths name. */
export function withChanges(base: EventDraftDocument, changes: readonly EventChange[]): EventDraftDocument {
  const document = structuredClone(base)
  for (const { path, after } of changes) {
    const [head, second, ...rest] = path.split('.') as [keyof EventDraftDocument, string | undefined, ...string[]]
    const target = document[head]
    if (head === 'sessions' || head === 'ticketTypes' || head === 'quotas' || head === 'promoCodes') {
      const list: { key: string }[] = document[head] ??= []
      const index = list.findIndex(one => one.key === second)
      if (rest.length > 0) Object.assign(list[index]!, { [rest[0]!]: structuredClone(after) })
      else if (after === null) list.splice(index, 1)
      else list.push(structuredClone(after) as { key: string })
    } else if (second !== undefined) Object.assign(target as object, { [second]: after })
    else Object.assign(document, { [head]: structuredClone(after) })
  }
  return document
}
