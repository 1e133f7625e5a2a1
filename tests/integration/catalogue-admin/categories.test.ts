import { and, eq, inArray } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { auditLog, categories, eventDrafts, events, outbox, users } from '#drizzle/schema/index.ts'
import { addCategory, changeCategory, listCategories, mergeCategory, moveCategory, readCategoryTree, removeCategory } from '#server/domain/catalogue/index.ts'
import { newId } from '#shared/ids/id.ts'
import { openNewDatabase } from '#tests/support/database.ts'
import { givenSession } from '#tests/support/fixtures.ts'
import { refusalCode } from '#tests/support/house.ts'

let house: Awaited<ReturnType<typeof openNewDatabase>>
let adminId: string
beforeAll(async () => {
  house = await openNewDatabase()
  const [admin] = await house.db.insert(users).values({ role: 'admin', email: 'admin@example.org', displayName: 'Admin' }).returning()
  adminId = admin!.id
})
afterAll(() => house.close())

let mark = 0
beforeEach(() => { mark++ })
const given = async (name: string, parentId: string | null = null) => (await addCategory(house, adminId, { name: { en: name, zh: name }, slug: `${name}-${mark}`, parentId })).id
/** The tree of this test as a drawing: one name a line, indented. */
const drawn = async () => (await readCategoryTree(house)).filter(c => c.slug.endsWith(`-${mark}`)).map(c => `${'.'.repeat(c.depth)}${c.name.en}`)
const move = (id: string, parentId: string | null, beforeId: string | null = null) => moveCategory(house, adminId, id, { parentId, beforeId })

describe('the category tree', () => {
  it('is put into order: created, moved, sorted', async () => {
    const music = await given('music')
    const jazz = await given('jazz', music)
    const pop = await given('pop', music)
    const theatre = await given('theatre')
    expect(await drawn()).toEqual(['music', '.jazz', '.pop', 'theatre'])
    await move(pop, music, jazz)
    await move(theatre, null, music)
    expect(await drawn()).toEqual(['theatre', 'music', '.pop', '.jazz'])
    await move(music, theatre)
    expect(await drawn()).toEqual(['theatre', '.music', '..pop', '..jazz'])
    await move(jazz, null)
    expect(await drawn()).toEqual(['theatre', '.music', '..pop', 'jazz'])
  })

  it('knows no circles', async () => {
    const [a, b] = [await given('a'), await given('b')]
    const c = await given('c', b)
    await move(b, a)
    expect(await refusalCode(move(a, c))).toBe('category-circle')
    expect(await refusalCode(move(a, a))).toBe('category-circle')
    expect(await refusalCode(mergeCategory(house, adminId, a, c))).toBe('category-circle')
    expect(await refusalCode(mergeCategory(house, adminId, a, a))).toBe('category-circle')
    expect(await drawn()).toEqual(['a', '.b', '..c'])
  })

  it('knows none either when two moves that would make one together come at the same moment', async () => {
    for (let round = 0; round < 20; round++) {
      mark++
      const [a, b] = [await given('a'), await given('b')]
      const outcomes = await Promise.allSettled([move(a, b), move(b, a)])
      expect(outcomes.filter(o => o.status === 'fulfilled')).toHaveLength(1)
      expect((outcomes.find(o => o.status === 'rejected') as PromiseRejectedResult).reason).toMatchObject({ code: 'category-circle' })
      // Both are still reachable from the top.
      expect((await drawn()).map(line => line.replace('.', '')).sort()).toEqual(['a', 'b'])
    }
  })

  it('takes an address once', async () => {
    const dance = await given('dance')
    expect(await refusalCode(addCategory(house, adminId, { name: { en: 'Dance', zh: '舞蹈' }, slug: `dance-${mark}`, parentId: null }))).toBe('slug-taken')
    const opera = await given('opera')
    expect(await refusalCode(changeCategory(house, adminId, opera, { slug: `dance-${mark}` }))).toBe('slug-taken')
    await changeCategory(house, adminId, dance, { name: { en: 'Ballet', zh: '芭蕾' }, slug: `ballet-${mark}` })
    expect((await readCategoryTree(house)).find(c => c.id === dance)).toMatchObject({ slug: `ballet-${mark}`, name: { en: 'Ballet', zh: '芭蕾' } })
  })

  it('deletes only what is empty', async () => {
    const parent = await given('parent')
    const child = await given('child', parent)
    const { eventId } = await givenSession(house.db)
    await house.db.update(events).set({ categoryId: child }).where(eq(events.id, eventId))
    expect(await refusalCode(removeCategory(house, adminId, parent))).toBe('category-in-use')
    expect(await refusalCode(removeCategory(house, adminId, child))).toBe('category-in-use')
    await house.db.update(events).set({ categoryId: parent }).where(eq(events.id, eventId))
    await house.db.insert(eventDrafts).values({ eventId, updatedBy: adminId, document: { categoryId: child } as never })
    expect(await refusalCode(removeCategory(house, adminId, child))).toBe('category-in-use')
    await house.db.delete(eventDrafts).where(eq(eventDrafts.eventId, eventId))
    await removeCategory(house, adminId, child)
    expect(await drawn()).toEqual(['parent'])
    expect(await refusalCode(removeCategory(house, adminId, child))).toBe('not-found')
  })

  it('loses no event when two categories become one, and tells visitors of each', async () => {
    const [from, into] = [await given('from'), await given('into')]
    const below = await given('below', from)
    await given('first', into)
    const made = await Promise.all([from, from, below].map(async (categoryId) => {
      const { eventId } = await givenSession(house.db)
      await house.db.update(events).set({ categoryId, approvedDocument: { categoryId } as never }).where(eq(events.id, eventId))
      await house.db.insert(eventDrafts).values({ eventId, updatedBy: adminId, document: { categoryId, note: 'kept' } as never })
      return eventId
    }))
    expect(await mergeCategory(house, adminId, from, into)).toEqual({ events: 2, children: 1 })
    expect(await drawn()).toEqual(['into', '.first', '.below'])
    const where = await house.db.select({ id: events.id, categoryId: events.categoryId, approved: events.approvedDocument, draft: eventDrafts.document })
      .from(events).innerJoin(eventDrafts, eq(eventDrafts.eventId, events.id)).where(inArray(events.id, made))
    const of = (n: number) => where.find(row => row.id === made[n])
    expect(of(0)).toMatchObject({ categoryId: into, approved: { categoryId: into }, draft: { categoryId: into, note: 'kept' } })
    expect(of(2)).toMatchObject({ categoryId: below, draft: { categoryId: below } })
    const told = await house.db.select({ key: outbox.key }).from(outbox).where(and(eq(outbox.topic, 'catalogue.changed'), inArray(outbox.key, made)))
    expect(new Set(told.map(row => row.key))).toEqual(new Set(made))
  })

  it('merges while others move and merge, without losing anything', async () => {
    const ids = await Promise.all(Array.from({ length: 6 }, (_, i) => given(`n${i}`)))
    const eventIds = await Promise.all(ids.map(async (categoryId) => {
      const { eventId } = await givenSession(house.db)
      await house.db.update(events).set({ categoryId }).where(eq(events.id, eventId))
      return eventId
    }))
    await Promise.allSettled([
      ...ids.map((id, i) => mergeCategory(house, adminId, id, ids[(i + 1) % ids.length]!)),
      ...ids.map((id, i) => move(id, ids[(i + 2) % ids.length]!))
    ])
    const tree = await readCategoryTree(house)
    const kept = await house.db.select({ categoryId: events.categoryId }).from(events).where(inArray(events.id, eventIds))
    expect(kept).toHaveLength(6)
    // Whatever is left hangs together from the top, and every event lies in something that is left.
    expect(tree).toHaveLength((await house.db.select({ id: categories.id }).from(categories)).length)
    for (const { categoryId } of kept) expect(tree.map(c => c.id)).toContain(categoryId)
  })

  it('is written down', async () => {
    const id = await given('noted')
    await move(id, null)
    await removeCategory(house, adminId, id)
    const log = await house.db.select({ action: auditLog.action, actor: auditLog.actor }).from(auditLog).where(eq(auditLog.subjectId, id)).orderBy(auditLog.id)
    expect(log.map(row => row.action)).toEqual(['category.added', 'category.moved', 'category.deleted'])
    expect(new Set(log.map(row => row.actor))).toEqual(new Set([adminId]))
    expect(await refusalCode(move(newId(), null))).toBe('not-found')
  })
})

describe('the address of a category', () => {
  const addressesOf = async (id: string) => {
    const found = (await listCategories(house)).find(category => category.id === id)
    return found && { slug: found.slug, formerSlugs: found.formerSlugs }
  }
  const rename = (id: string, slug: string) => changeCategory(house, adminId, id, { slug: `${slug}-${mark}` })

  it('that it had before leads to it still, through renames and merges', async () => {
    const jazz = await given('jazz')
    await rename(jazz, 'jazz-music')
    await rename(jazz, 'all-that-jazz')
    expect(await addressesOf(jazz)).toEqual({ slug: `all-that-jazz-${mark}`, formerSlugs: [`jazz-${mark}`, `jazz-music-${mark}`] })
    const music = await given('music')
    await mergeCategory(house, adminId, jazz, music)
    expect(await addressesOf(music)).toEqual({ slug: `music-${mark}`, formerSlugs: [`all-that-jazz-${mark}`, `jazz-${mark}`, `jazz-music-${mark}`] })
  })

  it('belongs to whoever has it now', async () => {
    const opera = await given('opera')
    await rename(opera, 'musical-theatre')
    const newOpera = await given('opera')
    expect([await addressesOf(opera), await addressesOf(newOpera)]).toEqual([{ slug: `musical-theatre-${mark}`, formerSlugs: [] }, { slug: `opera-${mark}`, formerSlugs: [] }])
    await rename(opera, 'theatre')
    await rename(opera, 'musical-theatre')
    expect(await addressesOf(opera)).toEqual({ slug: `musical-theatre-${mark}`, formerSlugs: [`theatre-${mark}`] })
  })
})
