import { describe, expect, it } from 'vitest'
import { draftOfPlan, type PlanDraft } from '#shared/seating/plan-draft.ts'
import { findFaults } from '#shared/seating/plan-faults.ts'
import { bowlPlan, planOfRows } from './plans.ts'

const goodDraft = (): PlanDraft => structuredClone(draftOfPlan(planOfRows(['stalls A 1 2 3 4', 'stalls B 1 2 3 4', 'circle A 1 2 3 4'])))
const found = (draft: PlanDraft) => findFaults(draft).map(fault => `${fault.code} ${fault.place}`)

describe('the faults of a seating plan', () => {
  it('are none for a good plan', () => {
    expect(found(goodDraft())).toEqual([])
    expect(found(draftOfPlan(bowlPlan(3_000)))).toEqual([])
  })

  it.each<[string, (draft: PlanDraft) => void, string[]]>([
    ['a seat twice in its row', (d) => { d.sections[0]!.rows[0]!.seats[2]!.label = '1' }, ['duplicate-seat /rows/0/seats/2']],
    ['seats whose public ids are the same because of dots', (d) => {
      const [first, second] = d.sections[0]!.rows
      first!.label = 'A.1'
      second!.label = 'A'
      second!.seats[0]!.label = '1.1'
    }, ['duplicate-seat /rows/1/seats/0']],
    ['a row twice in its section', (d) => { d.sections[0]!.rows[1]!.label = 'A' }, ['duplicate-row /rows/1']],
    ['a section twice', (d) => { d.sections[1]!.name = d.sections[0]!.name }, ['duplicate-section /sections/1']],
    ['an id of the source twice', (d) => { d.sections[0]!.rows[0]!.seats[0]!.sourceId = 'x'; d.sections[1]!.rows[0]!.seats[0]!.sourceId = 'x' }, ['duplicate-source-id /rows/2/seats/0']],
    ['two seats on one spot', (d) => { d.sections[0]!.rows[0]!.seats[1]!.x = 2 }, ['seats-on-one-spot /rows/0/seats/1']],
    ['sections on top of each other', (d) => { d.sections[1]!.rows[0]!.seats[3]!.y = 3 }, ['sections-on-one-spot /rows/2/seats/3']],
    ['a seat without a label', (d) => { d.sections[0]!.rows[0]!.seats[0]!.label = ' ' }, ['missing-label /rows/0/seats/0']],
    ['a row whose label is an ideographic space', (d) => { d.sections[0]!.rows[0]!.label = '\u3000' }, ['missing-label /rows/0']],
    ['a control character', (d) => { d.sections[0]!.rows[0]!.label = 'A\u0007' }, ['control-characters /rows/0']],
    ['text that runs backwards', (d) => { d.sections[0]!.name = { en: 'Stalls\u202e', zh: '池座' } }, ['control-characters /sections/0']],
    ['a lone surrogate', (d) => { d.sections[0]!.rows[0]!.seats[0]!.label = '\ud800' }, ['missing-label /rows/0/seats/0', 'control-characters /rows/0/seats/0']],
    ['a label that is too long', (d) => { d.sections[0]!.rows[0]!.label = 'A'.repeat(21) }, ['label-too-long /rows/0']],
    ['a category that is not there', (d) => { d.sections[0]!.rows[0]!.seats[0]!.category = 'gone' }, ['unknown-category /rows/0/seats/0']],
    ['a category twice', (d) => { d.categories[1]!.ref = 'a' }, ['duplicate-category /categories/1']],
    ['a colour that could carry a script', (d) => { d.categories[0]!.color = 'red"/><script>' }, ['bad-color /categories/0']],
    ['a place that is no number', (d) => { d.sections[0]!.rows[0]!.seats[0]!.x = Number.NaN }, ['bad-coordinate /rows/0/seats/0']],
    ['a place on the moon', (d) => { d.sections[0]!.rows[0]!.seats[0]!.y = 4e10 }, ['bad-coordinate /rows/0/seats/0']],
    ['an area that reaches to the moon', (d) => { d.areas.push({ key: 'floor', name: { en: 'Floor', zh: '站席' }, level: { en: 'G', zh: '一层' }, category: 'a', capacity: 5, outline: [{ x: 0, y: 0 }, { x: 1e300, y: 0 }, { x: 0, y: 9 }], place: '/areas/0' }) }, ['bad-coordinate /areas/0']],
    ['an empty row', (d) => { d.sections[0]!.rows[1]!.seats = [] }, ['empty-row /rows/1']],
    ['no seats at all', (d) => { d.sections = [] }, ['no-seats ']],
    ['a key that is none', (d) => { d.sections[0]!.key = 'Stalls left' }, ['bad-key /sections/0']],
    ['an area without capacity', (d) => { d.areas.push({ key: 'floor', name: { en: 'Floor', zh: '站席' }, level: { en: 'G', zh: '一层' }, category: 'a', capacity: null, outline: [], place: '/areas/0' }) }, ['area-without-capacity /areas/0']]
  ])('name %s and its place', (_, spoil, expected) => {
    const draft = goodDraft()
    spoil(draft)
    expect(found(draft)).toEqual(expected)
  })

  it.each([1e300, 2 ** 53, -1e17, 5e-324, 1e-300])('come to an end where all seats stand at %d', (at) => {
    const draft = goodDraft()
    draft.sections = [draft.sections[0]!]
    draft.sections[0]!.rows = [draft.sections[0]!.rows[0]!]
    draft.sections[0]!.rows[0]!.seats.forEach((seat, i) => { seat.x = at * (i + 1) })
    expect(found(draft).some(fault => /bad-coordinate|seats-on-one-spot/.test(fault))).toBe(Math.abs(at) > 1)
  })

  it('are told in both languages, with the place of the other one', () => {
    const draft = goodDraft()
    draft.sections[0]!.rows[1]!.label = 'A'
    expect(findFaults(draft)).toEqual([{
      code: 'duplicate-row', place: '/rows/1', isRepairable: true,
      sentence: { en: 'This section has a row “A” already, at /rows/0.', zh: '该区域已有 “A” 排，位于 /rows/0。' }
    }])
  })

  it('show invisible characters instead of repeating them', () => {
    const draft = goodDraft()
    draft.sections[0]!.rows[0]!.label = 'A\u202eB'
    expect(findFaults(draft)[0]!.sentence.en).toBe('The label “A\\u202eB” has invisible control characters.')
  })

  it('include more than 200,000 seats, and are found in seconds', () => {
    const draft = goodDraft()
    draft.sections[0]!.rows = Array.from({ length: 2_001 }, (_, r) => ({ label: String(r), place: `/rows/${r}`, seats: Array.from({ length: 100 }, (_, s) => ({ label: String(s), x: s * 50, y: 1000 + r * 90, category: 'a', flags: 0, place: `/rows/${r}/seats/${s}` })) }))
    expect(found(draft)).toEqual(['too-many-seats '])
  })
})
