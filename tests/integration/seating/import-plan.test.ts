import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { auditLog, seatingPlans } from '#drizzle/schema/index.ts'
import { importPlanFile, readWish } from '#server/commands/import-plan.ts'
import { importPlan } from '#server/domain/seating/index.ts'
import type { DatabaseConnection } from '#server/gateways/database/connect.ts'
import { openNewDatabase } from '#tests/support/database.ts'
import { hasRealFiles, realPath } from '#tests/unit/domain/seating/real-files.ts'
import { givenVenue } from './venue.ts'

let database: DatabaseConnection
let folder: string
beforeAll(async () => {
  database = await openNewDatabase()
  folder = mkdtempSync(join(tmpdir(), 'foyer-plans-'))
})
afterAll(async () => {
  rmSync(folder, { recursive: true })
  await database.close()
})

const plansOf = (venueId: string) => database.db.select().from(seatingPlans).where(eq(seatingPlans.venueId, venueId)).orderBy(seatingPlans.hall)

const GOOD = 'section,row,seat,x,y\nStalls,A,1,0,0\nStalls,A,2,50,0\nCircle,A,1,0,400\nCircle,A,2,50,400\n'
const BROKEN = 'section,row,seat,x,y\nStalls,A,1,0,0\nStalls,A,1,50,0\n'

describe('importing a plan', () => {
  const wish = { hall: 'main', format: 'csv', name: { en: 'Main hall', zh: '主厅' }, repair: false, dryRun: false, actor: 'test' } as const

  it('stores it and remembers who did it', async () => {
    const venue = await givenVenue(database.db)
    const { plans } = await importPlan(database, { ...wish, venueSlug: venue.slug, content: GOOD })
    expect(plans).toMatchObject([{ hall: 'main', seatCount: 4, sectionCount: 2, stored: { version: 1, isNew: true } }])
    expect(await plansOf(venue.id)).toMatchObject([{ hall: 'main', nameEn: 'Main hall', nameZh: '主厅', seatCount: 4 }])
    expect(await database.db.select().from(auditLog).where(eq(auditLog.subjectId, plans[0]!.stored!.planId))).toMatchObject([{ actor: 'test', action: 'plan.imported' }])
  })

  it('stores nothing when it is refused or only tried', async () => {
    const venue = await givenVenue(database.db)
    await expect(importPlan(database, { ...wish, venueSlug: venue.slug, content: BROKEN })).rejects.toMatchObject({ code: 'plan-refused', data: { faultCount: 1 } })
    const { plans } = await importPlan(database, { ...wish, venueSlug: venue.slug, content: GOOD, dryRun: true })
    expect(plans).toMatchObject([{ seatCount: 4, stored: null }])
    expect(await plansOf(venue.id)).toEqual([])
  })

  it('makes a hall of each section where that is asked, all or none', async () => {
    const venue = await givenVenue(database.db)
    await importPlan(database, { ...wish, venueSlug: venue.slug, content: GOOD, splitSections: true })
    expect((await plansOf(venue.id)).map(plan => [plan.hall, plan.nameEn, plan.seatCount])).toEqual([['main-circle', 'Circle', 2], ['main-stalls', 'Stalls', 2]])
    await expect(importPlan(database, { ...wish, venueSlug: venue.slug, hall: 'new', content: `${GOOD}Box,A,1,0,0\nBox,A,1,60,0\n`, splitSections: true })).rejects.toMatchObject({ code: 'plan-refused' })
    expect(await plansOf(venue.id)).toHaveLength(2)
  })
})

describe('the import command', () => {
  async function run(...args: string[]): Promise<{ code: number, lines: string[] }> {
    const lines: string[] = []
    const code = await importPlanFile(database.db, await readWish(args), line => lines.push(line))
    return { code, lines }
  }

  function file(name: string, content: string | Buffer): string {
    const path = join(folder, name)
    writeFileSync(path, content)
    return path
  }

  it('prints what was stored', async () => {
    const venue = await givenVenue(database.db)
    expect(await run('--venue', venue.slug, '--hall', 'main', '--format', 'csv', '--file', file('good.csv', GOOD))).toEqual({ code: 0, lines: ['main: 4 seats, stored as version 1'] })
    expect(await run('--venue', venue.slug, '--hall', 'main', '--format', 'csv', '--file', join(folder, 'good.csv'))).toEqual({ code: 0, lines: ['main: 4 seats, is version 1 already'] })
  })

  it('prints every fault with its place and ends with 1', async () => {
    const venue = await givenVenue(database.db)
    expect(await run('--venue', venue.slug, '--hall', 'main', '--format', 'csv', '--file', file('broken.csv', BROKEN))).toEqual({
      code: 1,
      lines: ['Refused: 1 fault. Nothing was stored.', '  line 3: There is a seat “stalls.A.1” already, at line 2. (duplicate-seat)', 'All of this can be mended: add --repair.']
    })
    expect(await run('--venue', venue.slug, '--hall', 'main', '--format', 'csv', '--file', join(folder, 'broken.csv'), '--repair')).toEqual({
      code: 0,
      lines: ['  line 3: The further seat 1 in row A is now 1-2.', 'main: 2 seats, stored as version 1']
    })
  })

  it('ends with 1 for an unknown venue', async () => {
    expect(await run('--venue', 'nowhere', '--hall', 'main', '--format', 'csv', '--file', file('good.csv', GOOD))).toEqual({ code: 1, lines: ['There is no venue nowhere.'] })
  })

  it('says what is missing, and which encoding it reads', async () => {
    await expect(readWish(['--venue', 'x'])).rejects.toThrow('--file')
    await expect(readWish(['--venue', 'x', '--file', 'y', '--format', 'pdf', '--hall', 'main'])).rejects.toThrow('--format')
    await expect(readWish(['--venue', 'x', '--file', 'y', '--format', 'csv'])).rejects.toThrow('--hall')
    await expect(readWish(['--venue', 'x', '--file', file('gbk.csv', Buffer.from([0xd7, 0xf9, 0xce, 0xbb])), '--format', 'csv', '--hall', 'main'])).rejects.toThrow('UTF-8')
  })

  it.skipIf(!hasRealFiles)('refuses the real hall with 318 ids for 738 seats, and stores it when it may mend it', async () => {
    const venue = await givenVenue(database.db)
    const args = ['--venue', venue.slug, '--hall', 'main', '--format', 'pretix', '--file', realPath('two-floor-hall.pretix.json')]
    const refused = await run(...args)
    expect(refused.code).toBe(1)
    expect(refused.lines).toHaveLength(1 + 642 + 1)
    const repaired = await run(...args, '--repair')
    expect(repaired.lines.at(-1)).toBe('main: 738 seats, stored as version 1')
  })

  it.skipIf(!hasRealFiles)('stores 18 screens as 18 halls', async () => {
    const venue = await givenVenue(database.db)
    const { code } = await run('--venue', venue.slug, '--format', 'csv', '--file', realPath('cinema-18-screens.seats.csv'), '--repair', '--split-sections')
    expect(code).toBe(0)
    const halls = await plansOf(venue.id)
    expect(halls).toHaveLength(18)
    expect(halls.map(hall => hall.hall)).toContain('4-imax')
  })
})
