import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sessions, users } from '#drizzle/schema/index.ts'
import { holdSeats } from '#server/domain/inventory/index.ts'
import { comparePlans, loadPlan, planAsFile, readAsDocument } from '#server/domain/seating/index.ts'
import { addVenue, type Asker, beginPlanDraft, discardPlanDraft, listOwnHalls, publishPlanDraft, readPlanDraft, savePlanDraft } from '#server/domain/venues/index.ts'
import type { House } from '#server/house.ts'
import { newId } from '#shared/ids/id.ts'
import type { PlanDocument } from '#shared/seating/plan-document.ts'
import { seatCount, seatIndexById, seatsSoldWith, type SeatingPlan } from '#shared/seating/plan.ts'
import { givenSession } from '#tests/support/fixtures.ts'
import { openTestHouse, person, refusalCode } from '#tests/support/house.ts'

let house: House
let admin: Asker
let pei: Asker
let rival: Asker
const place = {
  name: { en: 'Old Mill', zh: '老磨坊' }, address: { en: '1 Mill Lane', zh: '磨坊巷1号' }, city: { en: 'Suzhou', zh: '苏州' },
  country: 'CN', timeZone: 'Asia/Shanghai', latitude: null, longitude: null
}
const hallName = { en: 'Main hall', zh: '主厅' }

beforeAll(async () => {
  house = await openTestHouse()
  const given = async (role: Asker['role']): Promise<Asker> => {
    const [user] = await house.db.insert(users).values({ role, email: `${role}-${newId()}@example.org`, displayName: role }).returning({ userId: users.id, role: users.role })
    return user!
  }
  ;[admin, pei, rival] = [await given('admin'), await given('publisher'), await given('publisher')]
})
afterAll(() => house.close())

/** Two rows of four, and a table of three that is sold whole. */
function cabaret(document: PlanDocument): PlanDocument {
  const seats = (y: number, labels: string[]) => labels.map((label, i): [string, number, number, string, number] => [label, i * 55, y, 'best', 0])
  return {
    ...document,
    sections: [{
      key: 'stalls', name: { en: 'Stalls', zh: '池座' }, level: { en: 'Ground', zh: '一层' },
      rows: [
        { label: 'A', seats: seats(0, ['1', '2', '3', '4']) }, { label: 'B', seats: seats(95, ['1', '2', '3', '4']) },
        { label: 'T1', seats: seats(300, ['1', '2', '3']), table: { form: 'round', at: { x: 55, y: 360 }, width: 80, height: 80, rotation: 0, soldAs: 'whole' } }
      ]
    }],
    shapes: [{ kind: 'stage', outline: [{ x: 0, y: -300 }, { x: 300, y: -300 }, { x: 300, y: -150 }], label: { en: 'Stage', zh: '舞台' } }],
    marks: [{ kind: 'bar', at: { x: 400, y: 400 } }]
  }
}

async function begun() {
  const venue = await addVenue(house, pei, place)
  const { id, hall } = await beginPlanDraft(house, pei, venue.id, { name: hallName })
  return { venue, id, hall, draft: await readPlanDraft(house, pei, id) }
}

describe('the drawing of a hall', () => {
  it('is saved, published, and goes on as the next version', async () => {
    const { venue, id, hall, draft } = await begun()
    expect(hall).toBe('main-hall')
    expect(draft).toMatchObject({ version: 1, versions: [], document: { name: hallName, sections: [] } })

    const saved = await savePlanDraft(house, pei, id, { version: 1, document: cabaret(draft.document) })
    const first = await publishPlanDraft(house, pei, id, saved.version)
    expect(first).toMatchObject({ version: 1, isNew: true })
    const plan = await loadPlan(house.db, first.planId)
    expect(seatCount(plan)).toBe(11)
    expect(seatsSoldWith(plan, seatIndexById(plan).get('stalls.T1.2')!)).toHaveLength(3)
    expect(plan.marks).toMatchObject([{ kind: 'bar' }])
    expect(await publishPlanDraft(house, pei, id, saved.version)).toMatchObject({ planId: first.planId, isNew: false })

    expect(await beginPlanDraft(house, pei, venue.id, { hall })).toMatchObject({ id, isNew: false })
    expect((await listOwnHalls(house, pei)).venues.find(one => one.id === venue.id)?.halls).toMatchObject([{ hall, draft: { id }, versions: [{ version: 1, seatCount: 11, sessions: 0 }] }])
  })

  it('is not there for other publishers (Z-03), and open to admins', async () => {
    const { venue, id, draft } = await begun()
    for (const reach of [
      () => readPlanDraft(house, rival, id), () => savePlanDraft(house, rival, id, { version: 1, document: draft.document }), () => publishPlanDraft(house, rival, id, 1),
      () => discardPlanDraft(house, rival, id), () => beginPlanDraft(house, rival, venue.id, { name: hallName })
    ]) expect(await refusalCode(reach())).toBe('not-found')
    expect((await listOwnHalls(house, rival)).venues).toEqual([])
    await savePlanDraft(house, admin, id, { version: 1, document: cabaret(draft.document) })
    expect((await listOwnHalls(house, admin, venue.id)).venues).toHaveLength(1)
  })

  it('is not overwritten unseen: of twenty saves at once one counts', async () => {
    const { id, draft } = await begun()
    const saves = await Promise.allSettled(Array.from({ length: 20 }, () => savePlanDraft(house, pei, id, { version: 1, document: cabaret(draft.document) })))
    expect(saves.filter(save => save.status === 'fulfilled')).toHaveLength(1)
    expect(await refusalCode(publishPlanDraft(house, pei, id, 1))).toBe('draft-changed')
  })

  it('begun by ten at once is one', async () => {
    const venue = await addVenue(house, pei, place)
    const { id, hall } = await beginPlanDraft(house, pei, venue.id, { name: hallName })
    const all = await Promise.all(Array.from({ length: 10 }, () => beginPlanDraft(house, pei, venue.id, { hall })))
    expect(new Set(all.map(one => one.id))).toEqual(new Set([id]))
  })

  it('with faults is refused with the place of each, and nothing is stored', async () => {
    const { id, draft } = await begun()
    const document = cabaret(draft.document)
    document.sections[0]!.rows[1]!.label = 'A'
    document.sections[0]!.view = newId()
    const { version } = await savePlanDraft(house, pei, id, { version: 1, document })
    const refusal = await publishPlanDraft(house, pei, id, version).catch((error: unknown) => error as { code: string, data: { faults: { code: string, place: string }[] } })
    expect(refusal).toMatchObject({ code: 'plan-refused' })
    expect((refusal as { data: { faults: { code: string, place: string }[] } }).data.faults.map(({ code, place: at }) => [code, at])).toEqual([['duplicate-row', '/sections/0/rows/1'], ['unknown-view', '/sections/0']])
    expect((await readPlanDraft(house, pei, id)).versions).toEqual([])
  })

  it('can be thrown away', async () => {
    const { id } = await begun()
    await discardPlanDraft(house, pei, id)
    expect(await refusalCode(readPlanDraft(house, pei, id))).toBe('not-found')
  })
})

describe('a plan in use', () => {
  it('becomes a new version, and a session on sale keeps the seats that it was sold from', async () => {
    const session = await givenSession(house.db, { rows: 3, seatsPerRow: 5 })
    const [before] = await house.db.select().from(sessions).where(eq(sessions.id, session.sessionId))
    const { id } = await beginPlanDraft(house, admin, before!.venueId, { hall: 'main' })
    const { document, basedOn } = await readPlanDraft(house, admin, id)
    expect(basedOn).toBe(before!.planId)

    const [gone, ...rest] = document.sections[0]!.rows[0]!.seats
    document.sections[0]!.rows[0]!.seats = [...rest, ['99', 900, 300, 'seats', 0]]
    const { version } = await savePlanDraft(house, admin, id, { version: 1, document })
    const second = await publishPlanDraft(house, admin, id, version)
    expect(second.version).toBe(2)

    const [after] = await house.db.select().from(sessions).where(eq(sessions.id, session.sessionId))
    expect(after!.planId).toBe(before!.planId)
    const buyer = person(house)
    await holdSeats(house, buyer, session.sessionId, { seats: [{ seatId: `stalls.A.${gone![0]}` }] })
    expect(await refusalCode(holdSeats(house, buyer, session.sessionId, { seats: [{ seatId: 'stalls.A.99' }] }))).not.toBe('seat-taken')

    const { versions } = await readPlanDraft(house, admin, id)
    expect(versions.map(one => [one.version, one.sessions])).toEqual([[2, 0], [1, 1]])
    const hash = (url: string) => url.split('/').at(-1)!
    expect(await comparePlans(house, hash(versions[1]!.planUrl), hash(versions[0]!.planUrl))).toMatchObject({ added: ['stalls.A.99'], removed: ['stalls.A.1'], moved: [], recategorised: [] })
  })
})

describe('a plan as a file', () => {
  it('comes back the same from our JSON, and with the same seats from CSV and pretix JSON', async () => {
    const { id, draft } = await begun()
    const { version } = await savePlanDraft(house, pei, id, { version: 1, document: cabaret(draft.document) })
    const { planId, contentHash } = await publishPlanDraft(house, pei, id, version)
    const plan = await loadPlan(house.db, planId)
    const back = async (format: 'foyer' | 'pretix' | 'csv') => readAsDocument({ format, name: hallName, content: await planAsFile(house, contentHash, format) }).document
    const foyer = await back('foyer')
    expect(JSON.stringify(foyer)).toBe(await planAsFile(house, contentHash, 'foyer'))
    const ids = (document: PlanDocument) => document.sections.flatMap(section => section.rows.flatMap(row => row.seats.map(([label]) => `${section.key}.${row.label}.${label}`))).sort()
    expect(ids(await back('csv'))).toEqual(idsOf(plan))
    expect(ids(await back('pretix'))).toEqual(idsOf(plan))
  })
})

const idsOf = (plan: SeatingPlan) => [...seatIndexById(plan).keys()].sort()
