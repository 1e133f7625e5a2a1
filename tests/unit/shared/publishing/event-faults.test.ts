import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { emptyDocument } from '#shared/publishing/empty-document.ts'
import { type DraftQuota, type EventDraftDocument, eventDocument, eventDraftDocument } from '#shared/publishing/event-document.ts'
import { EVENT_FAULT_CODES, type EventFacts, eventFaults } from '#shared/publishing/event-faults.ts'
import { KEYS, OTHER_PLAN, PLAN, VENUE, anyDraft, play } from './documents.ts'

const facts = (changes: Partial<EventFacts> = {}): EventFacts => ({
  now: '2026-11-01T00:00:00Z', halls: [{ planId: PLAN, venueId: VENUE, categories: ['stalls', 'gallery'] }], sold: [], approved: null, ...changes
})
const faultsOf = (document: EventDraftDocument, known = facts()) => eventFaults(document, known).map(fault => `${fault.path} ${fault.code}`)

const { sessions: [first, second], ticketTypes: [adult, student], promoCodes: [early] } = play()
type Session = EventDraftDocument['sessions'][number]
type Type = EventDraftDocument['ticketTypes'][number]
const withSession = (changes: Partial<Session>) => play({ sessions: [{ ...first!, ...changes } as never, second!] })
const withType = (changes: Partial<Type>) => play({ ticketTypes: [{ ...adult!, ...changes } as never, student!] })
const withCode = (changes: Partial<EventDraftDocument['promoCodes'][number]>) => play({ promoCodes: [{ ...early!, ...changes } as never] })
const withQuota = (changes: Partial<DraftQuota>) => play({ quotas: [{ key: KEYS[9]!, name: { en: 'Students', zh: '学生' }, ticketTypeKeys: [KEYS[5]!], capacity: 100, ...changes } as never] })
const at = (list: string, key: number, field?: string) => `${list}.${KEYS[key]}${field ? `.${field}` : ''}`

describe('what keeps a draft from being handed in', () => {
  it('is nothing for a whole document, and all that is missing for an empty one', () => {
    expect(faultsOf(play())).toEqual([])
    expect(faultsOf(emptyDocument({ currency: 'CNY', posterSeed: 's' }))).toEqual([
      ...['name', 'summary', 'description', 'organiser'].flatMap(field => [`${field}.en missing`, `${field}.zh missing`]), 'categoryId missing', 'sessions no-sessions', 'ticketTypes no-ticket-types'
    ])
  })

  it.each<[string, EventDraftDocument, string]>([
    ['a performer without a name', play({ performers: [{ nameEn: 'Mei', nameZh: ' ', kind: 'person' }] }), 'performers.0.nameZh missing'],
    ['a session that ends before it starts', withSession({ endsAt: first!.startsAt }), `${at('sessions', 0, 'endsAt')} ends-before-start`],
    ['doors that open after the start', withSession({ doorsAt: '2026-12-04T11:31:00Z' }), `${at('sessions', 0, 'doorsAt')} doors-after-start`],
    ['a sale that ends before it starts', withSession({ saleEndsAt: '2026-11-05T02:00:00Z' }), `${at('sessions', 0, 'saleEndsAt')} sale-ends-before-start`],
    ['a sale that goes on after the session', withSession({ saleEndsAt: '2026-12-04T14:00:00Z' }), `${at('sessions', 0, 'saleEndsAt')} sale-ends-after-session`],
    ['a hall that is not to be had', withSession({ planId: OTHER_PLAN }), `${at('sessions', 0, 'planId')} hall-unknown`],
    ['a hall of another house', withSession({ venueId: KEYS[9]! }), `${at('sessions', 0, 'planId')} hall-elsewhere`],
    ['a session at which nothing is sold', play({ ticketTypes: [student!] }), `${at('sessions', 0)} no-price`],
    ['two sessions in one hall at a time', withSession({ startsAt: '2026-12-05T13:00:00Z', endsAt: '2026-12-05T15:00:00Z' }), `${at('sessions', 0, 'startsAt')} sessions-overlap`],
    ['a key twice', play({ sessions: [first!, { ...second!, key: first!.key }] }), `${at('sessions', 0)} key-twice`],
    ['a price for a hall without sessions', withType({ planId: OTHER_PLAN }), `${at('ticketTypes', 4, 'planId')} price-hall-unused`],
    ['a price for a part that the hall has not', withType({ categoryKey: 'moon' }), `${at('ticketTypes', 4, 'categoryKey')} price-category-unknown`],
    ['a price for no session', withType({ sessionKeys: [] }), `${at('ticketTypes', 4, 'sessionKeys')} price-no-session`],
    ['a price for a session that there is not', withType({ sessionKeys: [KEYS[0]!, KEYS[3]!] }), `${at('ticketTypes', 4, 'sessionKeys')} price-session-unknown`],
    ['two prices of one name', play({ ticketTypes: [adult!, { ...student!, name: adult!.name }] }), `${at('ticketTypes', 5, 'name.en')} price-name-twice`],
    ['a quota without a number', withQuota({ capacity: null }), `${at('quotas', 9, 'capacity')} missing`],
    ['a quota without a name in one language', withQuota({ name: { en: 'Students', zh: '' } }), `${at('quotas', 9, 'name.zh')} missing`],
    ['a quota of nothing', withQuota({ ticketTypeKeys: [] }), `${at('quotas', 9, 'ticketTypeKeys')} quota-no-types`],
    ['a quota of a price that there is not', withQuota({ ticketTypeKeys: [KEYS[5]!, KEYS[7]!] }), `${at('quotas', 9, 'ticketTypeKeys')} quota-type-unknown`],
    ['a price on sale for no time', withType({ saleStartsAt: '2026-11-06T00:00:00Z', saleEndsAt: '2026-11-06T00:00:00Z' }), `${at('ticketTypes', 4, 'saleEndsAt')} price-window`],
    ['a code of two letters', withCode({ code: 'AB' }), `${at('promoCodes', 8, 'code')} code-short`],
    ['a code without a use', withCode({ percentOff: null }), `${at('promoCodes', 8, 'percentOff')} code-no-kind`],
    ['a code with two uses', withCode({ amountOffMinor: 100 }), `${at('promoCodes', 8, 'percentOff')} code-two-kinds`],
    ['a code twice', play({ promoCodes: [early!, { ...early!, key: KEYS[9]! }] }), `${at('promoCodes', 9, 'code')} code-twice`],
    ['a code that ends before it starts', withCode({ startsAt: '2026-11-06T00:00:00Z', endsAt: '2026-11-05T00:00:00Z' }), `${at('promoCodes', 8, 'endsAt')} code-window`]
  ])('%s', (_, document, expected) => {
    expect(faultsOf(document)).toContain(expected)
  })

  it('a day that is over, unless it was approved so', () => {
    const late = facts({ now: '2026-12-05T00:00:00Z' })
    expect(faultsOf(play(), late)).toEqual([`${at('sessions', 0, 'startsAt')} session-past`])
    expect(faultsOf(play(), { ...late, approved: play() })).toEqual([])
  })

  it('a session with tickets sold that is gone or elsewhere, and another currency', () => {
    const sold = facts({ approved: play(), sold: [{ key: KEYS[0]!, sold: 2, pending: 0 }], halls: null })
    expect(faultsOf(play(), sold)).toEqual([])
    expect(eventFaults(play({ sessions: [second!] }), sold)).toEqual([{ path: at('sessions', 0), code: 'session-sold', data: { sold: 2, pending: 0 } }])
    expect(faultsOf(play({ sessions: [{ ...first!, planId: OTHER_PLAN }, second!] }), sold)).toContain(`${at('sessions', 0, 'planId')} session-sold`)
    expect(faultsOf(play({ currency: 'EUR' }), sold)).toEqual(['currency currency-sold'])
    expect(faultsOf(withSession({ status: 'cancelled' }), sold)).toEqual([])
  })

  it('another hall once the sale is open: somebody may be choosing seats', () => {
    const moved = play({ sessions: [{ ...first!, planId: OTHER_PLAN }, second!] })
    const known = (now: string) => facts({ approved: play(), halls: null, now })
    expect(faultsOf(moved, known('2026-11-05T01:59:30Z'))).toContain(`${at('sessions', 0, 'planId')} session-on-sale`)
    expect(faultsOf(moved, known('2026-11-05T01:58:00Z')).join()).not.toContain('session-on-sale')
  })

  it('bringing back what was cancelled', () => {
    expect(faultsOf(play(), facts({ approved: withSession({ status: 'cancelled' }) }))).toEqual([`${at('sessions', 0, 'status')} session-was-cancelled`])
  })

  it('whatever autosave takes is judged without a stumble', () => {
    fc.assert(fc.property(anyDraft, (draft) => {
      expect(eventDraftDocument.safeParse(draft).success).toBe(true)
      for (const fault of eventFaults(draft, facts())) expect(EVENT_FAULT_CODES).toContain(fault.code)
    }), { numRuns: 300 })
  })

  it('what passes fits the document', () => {
    let passed = 0
    const parts = fc.subarray(Object.keys(play()) as (keyof EventDraftDocument)[], { maxLength: 2 })
    fc.assert(fc.property(anyDraft, parts, (draft, taken) => {
      const mixed = { ...play(), ...Object.fromEntries(taken.map(part => [part, draft[part]])) }
      if (eventFaults(mixed, facts({ halls: null })).length > 0) return
      passed++
      expect(eventDocument.safeParse(mixed).error).toBeUndefined()
    }), { numRuns: 500 })
    expect(passed).toBeGreaterThan(20)
  })
})
