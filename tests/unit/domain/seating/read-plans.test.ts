import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readPlans } from '#server/domain/seating/read-plans.ts'
import { draftOfPlan } from '#shared/seating/plan-draft.ts'
import { findFaults } from '#shared/seating/plan-faults.ts'
import { SeatFlag, seatId } from '#shared/seating/plan.ts'
import { hasRealFiles, realFile } from './real-files.ts'

const name = { en: 'Hall', zh: '大厅' }
const csv = (content: string, options: { repair?: boolean, splitSections?: boolean } = {}) => readPlans({ format: 'csv', name, content, repair: false, ...options })
const pretix = (content: unknown, repair = false) => readPlans({ format: 'pretix', name, content: typeof content === 'string' ? content : JSON.stringify(content), repair })
const countBy = (things: { code: string }[]) => things.reduce<Record<string, number>>((counts, { code }) => ({ ...counts, [code]: (counts[code] ?? 0) + 1 }), {})

const seat = (number: string, x: number, guid = `g-${x}`) => ({ seat_number: number, seat_guid: guid, position: { x, y: 0 }, category: 'Stalls' })
const smallPretix = () => ({
  name: 'Plan',
  categories: [{ name: 'Stalls', color: '#abc' }],
  zones: [{
    name: 'Ground floor', position: { x: 100, y: 100 },
    rows: [{ row_number: 'A', position: { x: 0, y: 40 }, seats: [seat('1', 0), seat('2', 25), seat('3', 50)] }],
    areas: [{ shape: 'rectangle', rectangle: { width: 100, height: 20 }, position: { x: 0, y: 0 }, rotation: 0, text: { text: 'Stage', position: { x: 50, y: 10 } } }] as object[]
  }]
})

describe('a plan from CSV', () => {
  it('is read with sections, rows, wheelchair places and categories', () => {
    const { plans } = csv('section,row,seat,x,y,accessible,category\nStalls,A,1,0,0,1,Gold\nStalls,A,2,50,0,0,Gold\nStalls,B,1,0,90,,\n')
    const plan = plans[0]!.plan
    expect(plan.seats.label.map((_, s) => seatId(plan, s))).toEqual(['stalls.A.1', 'stalls.A.2', 'stalls.B.1'])
    expect([...plan.seats.flags]).toEqual([SeatFlag.accessible, 0, 0])
    expect(plan.categories.map(category => category.name.en)).toEqual(['Gold', 'Standard'])
    expect([plan.seats.x[1]! - plan.seats.x[0]!, plan.seats.y[2]! - plan.seats.y[0]!]).toEqual([50, 90])
  })

  it('is scaled until seats are as far apart as in a hall', () => {
    const plan = csv('section,row,seat,x,y\nS,A,1,0,0\nS,A,2,1,0\nS,A,3,2,0').plans[0]!.plan
    expect([...plan.seats.x]).toEqual([150, 200, 250])
  })

  it('may name its columns in any order, and its sections in Chinese', () => {
    const plan = csv('y,x,seat,row,section\n0,0,1,甲,池座\n0,50,2,甲,池座').plans[0]!.plan
    expect(seatId(plan, 1)).toBe('section-1.甲.2')
    expect(plan.sections[0]!.name).toEqual({ en: '池座', zh: '池座' })
  })

  it.each<[string, string, string[]]>([
    ['a missing column', 'section,row,seat,x\nS,A,1,0', ['missing-part line 1']],
    ['a file that is no table', '\u0000\u0001', Array.from({ length: 5 }, () => 'missing-part line 1')],
    ['nothing', '', ['no-seats ']],
    ['an open quote', 'section,row,seat,x,y\nS,A,1,0,0\nS,A,"2,50,0', ['unreadable line 3']],
    ['lost characters', 'section,row,seat,x,y\n\ufffd\ufffd,A,1,0,0', ['wrong-encoding ']],
    ['a seat twice', 'section,row,seat,x,y\nS,A,1,0,0\nS,A,2,50,0\nS,A,1,100,0', ['duplicate-seat line 4']],
    ['two seats on one spot', 'section,row,seat,x,y\nS,A,1,0,0\nS,A,2,50,0\nS,B,1,50,0', ['seats-on-one-spot line 4']],
    ['a place that is no number', 'section,row,seat,x,y\nS,A,1,0,0\nS,A,2,0x10,0\nS,A,3,,0', ['bad-coordinate line 3', 'bad-coordinate line 4']],
    ['an unknown yes or no', 'section,row,seat,x,y,accessible\nS,A,1,0,0,maybe', ['bad-value line 2']],
    ['a short line', 'section,row,seat,x,y\nS,A', ['missing-label line 2', 'bad-coordinate line 2']]
  ])('is refused for %s, with the line', (_, content, expected) => {
    const { plans, faults } = csv(content)
    expect(plans).toEqual([])
    expect(faults.map(fault => `${fault.code} ${fault.place}`)).toEqual(expected)
  })

  it('is drawn side by side where sections have an origin of their own, and says so', () => {
    const { plans, changes } = csv('section,row,seat,x,y\nOne,A,1,0,0\nOne,A,2,50,0\nTwo,A,1,0,0\nTwo,A,2,50,0')
    expect(changes.map(change => `${change.code} ${change.place}`)).toEqual(['sections-on-one-spot line 4'])
    expect(findFaults(draftOfPlan(plans[0]!.plan))).toEqual([])
  })

  it('is one hall for each section where that is asked', () => {
    const { plans } = csv('section,row,seat,x,y,category\nOne,A,1,0,0,a\nTwo,A,1,0,0,b', { splitSections: true })
    expect(plans.map(({ section, plan }) => [section, plan.name.en, plan.categories.length])).toEqual([['one', 'One', 1], ['two', 'Two', 1]])
  })
})

describe('a plan from pretix', () => {
  it('is read with positions that add up and shapes that are drawn', () => {
    const plan = pretix(smallPretix()).plans[0]!.plan
    expect(seatId(plan, 2)).toBe('ground-floor.A.3')
    expect(plan.categories).toEqual([{ key: 'stalls', name: { en: 'Stalls', zh: 'Stalls' }, color: '#aabbcc' }])
    expect(plan.shapes.map(shape => shape.kind)).toEqual(['stage', 'text'])
    expect([...plan.seats.x]).toEqual([150, 200, 250])
    expect([...plan.seats.y]).toEqual([230, 230, 230])
    expect(plan.focal).toEqual({ x: 250, y: 170 })
  })

  it('is refused with a JSON pointer for each fault', () => {
    const plan = smallPretix()
    plan.zones[0]!.rows.push({ row_number: 'A', position: { x: 0, y: 80 }, seats: [seat('1', 0), { ...seat('2', 25, 'own'), category: 'Gold' }] })
    expect(pretix(plan).faults.map(fault => `${fault.code} ${fault.place}`)).toEqual([
      'duplicate-row /zones/0/rows/1', 'duplicate-source-id /zones/0/rows/1/seats/0', 'unknown-category /zones/0/rows/1/seats/1'
    ])
  })

  it('is repaired only when told to, and lists every change', () => {
    const plan = smallPretix()
    plan.zones[0]!.rows.push({ row_number: 'A', position: { x: 0, y: 80 }, seats: [seat('1', 0), seat('1', 25, 'g-25'), seat('', 50, 'own')] }, { row_number: 'B', position: { x: 0, y: 120 }, seats: [] })
    const { plans, changes } = pretix(plan, true)
    expect(changes.map(change => `${change.code} ${change.place}`)).toEqual([
      'empty-row /zones/0/rows/2', 'duplicate-row /zones/0/rows/1', 'duplicate-seat /zones/0/rows/1/seats/1', 'missing-label /zones/0/rows/1/seats/2',
      'duplicate-source-id /zones/0/rows/1/seats/0', 'duplicate-source-id /zones/0/rows/1/seats/1'
    ])
    expect(plans[0]!.plan.seats.label.map((_, s) => seatId(plans[0]!.plan, s)).slice(3)).toEqual(['ground-floor.A-2.1', 'ground-floor.A-2.1-2', 'ground-floor.A-2.2'])
  })

  it('joins a row that an aisle cut in two, because its numbers go on', () => {
    const plan = smallPretix()
    plan.zones[0]!.rows.push({ row_number: 'A', position: { x: 150, y: 40 }, seats: [seat('4', 0, 'four'), seat('5', 25, 'five')] })
    const repaired = pretix(plan, true)
    expect(repaired.plans[0]!.plan.rows).toHaveLength(1)
    expect(repaired.plans[0]!.plan.seats.label).toEqual(['1', '2', '3', '4', '5'])
  })

  it('is never repaired by guessing where a seat stands', () => {
    const plan = smallPretix()
    plan.zones[0]!.rows[0]!.seats[1]!.position = { x: Number.NaN, y: 0 }
    plan.zones[0]!.rows[0]!.seats[2]!.position = { x: 1, y: 0 }
    expect(pretix(plan, true).plans).toEqual([])
  })

  it.each([['no JSON', '{"zones": [', 'unreadable'], ['a list', '[]', 'missing-part'], ['null', 'null', 'missing-part'], ['zones of the wrong kind', '{"categories": [], "zones": {"a": 1}}', 'missing-part']])('is refused for %s', (_, content, code) => {
    expect(pretix(content).faults[0]).toMatchObject({ code })
  })

  it('never throws, whatever the JSON, and what it lets through can be sold', () => {
    const strange = fc.oneof(fc.jsonValue(), fc.record({ categories: fc.jsonValue(), zones: fc.array(fc.oneof(fc.jsonValue(), fc.record({ name: fc.string(), position: fc.jsonValue(), rows: fc.array(fc.oneof(fc.jsonValue(), fc.record({ row_number: fc.string(), seats: fc.array(fc.record({ seat_number: fc.string(), position: fc.record({ x: fc.double(), y: fc.double() }), category: fc.constantFrom('a', '') })) }))), areas: fc.array(fc.record({ shape: fc.constantFrom('circle', 'polygon', 'text', 'x'), circle: fc.jsonValue(), polygon: fc.jsonValue(), position: fc.jsonValue(), text: fc.jsonValue() })) }))) }))
    fc.assert(fc.property(strange, fc.boolean(), (json, repair) => {
      for (const { plan } of pretix(json, repair).plans) expect(findFaults(draftOfPlan(plan))).toEqual([])
    }), { numRuns: 500 })
  })
})

describe.skipIf(!hasRealFiles)('real files', () => {
  it('two-floor-hall.pretix.json is refused with every fault: 420 used seat ids, 60 rows twice, a floor on top of the other', () => {
    const { plans, faults } = pretix(realFile('two-floor-hall.pretix.json'))
    expect(plans).toEqual([])
    expect(countBy(faults)).toEqual({ 'duplicate-row': 60, 'duplicate-source-id': 738 - 318, 'sections-on-one-spot': 162 })
    expect(faults.every(fault => fault.isRepairable && /^\/zones\/[01]\/rows\/\d+(\/seats\/\d+)?$/.test(fault.place))).toBe(true)
  })

  it('two-floor-hall.pretix.json keeps all of its 738 seats when it is repaired', () => {
    const { plans, changes } = pretix(realFile('two-floor-hall.pretix.json'), true)
    const plan = plans[0]!.plan
    expect(plan.seats.label).toHaveLength(738)
    expect(plan.rows).toHaveLength(90)
    expect(new Set(plan.seats.label.map((_, s) => seatId(plan, s))).size).toBe(738)
    expect(countBy(changes)).toEqual({ 'duplicate-row': 60, 'duplicate-source-id': 420, 'sections-on-one-spot': 1 })
  })

  it('cinema-18-screens.seats.csv is refused for the row whose label is an ideographic space', () => {
    expect(csv(realFile('cinema-18-screens.seats.csv')).faults.map(fault => `${fault.code} ${fault.place}`)).toEqual(['missing-label line 1776'])
  })

  it('cinema-18-screens.seats.csv is one plan of 18 sections, or 18 halls, when it is repaired', () => {
    const whole = csv(realFile('cinema-18-screens.seats.csv'), { repair: true })
    expect(whole.plans[0]!.plan.sections).toHaveLength(18)
    expect(whole.plans[0]!.plan.seats.label).toHaveLength(2670)
    const halls = csv(realFile('cinema-18-screens.seats.csv'), { repair: true, splitSections: true })
    expect(halls.plans).toHaveLength(18)
    expect(halls.plans.reduce((sum, { plan }) => sum + plan.seats.label.length, 0)).toBe(2670)
    expect(halls.changes.map(change => change.place)).toEqual(['line 1776'])
  })
})
