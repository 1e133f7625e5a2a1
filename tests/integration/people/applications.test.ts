import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { outbox, publisherApplications, publishers, users } from '#drizzle/schema/index.ts'
import { applyAsPublisher, decideApplication, listApplications, readOwnApplications, readPublisherProfile, savePublisherProfile, withdrawApplication } from '#server/domain/people/index.ts'
import { newId } from '#shared/ids/id.ts'
import { openNewDatabase } from '#tests/support/database.ts'
import { refusalCode } from '#tests/support/house.ts'

let database: Awaited<ReturnType<typeof openNewDatabase>>
let deps: Parameters<typeof decideApplication>[0]
let admins: string[]
const lark = { name: { en: 'Lark Theatre', zh: '百灵剧社' }, about: 'Small plays in small rooms, twice a month.', website: 'https://lark.example' }

beforeAll(async () => {
  database = await openNewDatabase()
  deps = { db: database.db, logins: { forgetUser: () => {} } }
  admins = [await given('admin'), await given('admin')]
})
afterAll(() => database.close())

async function given(role: 'customer' | 'publisher' | 'admin' = 'customer'): Promise<string> {
  const [user] = await database.db.insert(users).values({ role, email: `${role}-${newId()}@example.org`, displayName: `A ${role}` }).returning({ id: users.id })
  return user!.id
}
const roleOf = async (userId: string) => (await database.db.select({ role: users.role }).from(users).where(eq(users.id, userId)))[0]!.role
const noticed = async (key: string) => (await database.db.select({ payload: outbox.payload }).from(outbox).where(eq(outbox.key, key)).orderBy(outbox.id)).map(row => row.payload)

describe('a customer who wants to be a publisher', () => {
  it('applies, is approved, and has a page', async () => {
    const userId = await given()
    const { id } = await applyAsPublisher(deps, userId, lark)
    expect(await readOwnApplications(deps, userId)).toMatchObject({ role: 'customer', applications: [{ id, state: 'pending', ...lark }] })
    expect(await noticed(`application-submitted:${id}`)).toMatchObject([{ to: { role: 'admin' }, path: '/admin/applications' }])
    const { applications, waiting } = await listApplications(deps, {})
    expect(waiting).toBe(1)
    expect(applications).toMatchObject([{ id, applicant: { id: userId, orders: 0 } }])

    await decideApplication(deps, admins[0]!, id, { decision: 'approve' })
    expect(await roleOf(userId)).toBe('publisher')
    expect(await readPublisherProfile(deps, userId)).toEqual({ slug: 'lark-theatre', name: lark.name, about: { en: '', zh: '' }, website: lark.website })
    expect(await noticed(`application-approved:${id}`)).toMatchObject([{ to: { userId }, path: '/publish' }])
    expect((await listApplications(deps, { state: 'approved' })).applications).toMatchObject([{ id, decidedBy: 'A admin' }])
  })

  it('cannot apply twice, also not by a double click, but again after a no', async () => {
    const userId = await given()
    const tries = await Promise.allSettled(Array.from({ length: 8 }, () => applyAsPublisher(deps, userId, lark)))
    const made = tries.filter(t => t.status === 'fulfilled')
    expect(made).toHaveLength(1)
    for (const t of tries) if (t.status === 'rejected') expect(t.reason).toMatchObject({ code: 'already-applied' })
    await decideApplication(deps, admins[0]!, made[0]!.value.id, { decision: 'reject', reason: 'Tell us more' })
    expect(await readOwnApplications(deps, userId)).toMatchObject({ role: 'customer', applications: [{ state: 'rejected', reason: 'Tell us more' }] })
    await applyAsPublisher(deps, userId, lark)
    await withdrawApplication(deps, userId)
    expect(await refusalCode(withdrawApplication(deps, userId))).toBe('not-found')
    expect((await readOwnApplications(deps, userId)).applications.map(a => a.state)).toEqual(['withdrawn', 'rejected'])
  })

  it('does not ring at the admins\' all day long', async () => {
    const userId = await given()
    for (let i = 0; i < 5; i++) {
      await applyAsPublisher(deps, userId, lark)
      await withdrawApplication(deps, userId)
    }
    expect(await refusalCode(applyAsPublisher(deps, userId, lark))).toBe('rate-limited')
  })

  it('is no publisher or admin already', async () => {
    expect(await refusalCode(applyAsPublisher(deps, await given('publisher'), lark))).toBe('not-allowed')
    expect(await refusalCode(applyAsPublisher(deps, admins[0]!, lark))).toBe('not-allowed')
  })
})

describe('two admins at once', () => {
  it('decide once, and the slower one hears who was faster', async () => {
    for (let round = 0; round < 10; round++) {
      const userId = await given()
      const { id } = await applyAsPublisher(deps, userId, lark)
      const outcomes = await Promise.allSettled([
        decideApplication(deps, admins[0]!, id, { decision: 'approve' }),
        decideApplication(deps, admins[1]!, id, { decision: 'reject', reason: 'No room' })
      ])
      const [row] = await database.db.select().from(publisherApplications).where(eq(publisherApplications.id, id))
      const faster = outcomes.findIndex(o => o.status === 'fulfilled')
      expect(outcomes.filter(o => o.status === 'fulfilled')).toHaveLength(1)
      expect((outcomes[1 - faster] as PromiseRejectedResult).reason).toMatchObject({ code: 'already-decided', data: { state: row!.state, decidedBy: 'A admin' } })
      expect(row!.decidedBy).toBe(admins[faster])
      expect(await roleOf(userId)).toBe(faster === 0 ? 'publisher' : 'customer')
    }
    expect(await refusalCode(decideApplication(deps, admins[0]!, newId(), { decision: 'approve' }))).toBe('not-found')
  })

  it('give publishers of one name addresses of their own', async () => {
    const applied = await Promise.all(Array.from({ length: 5 }, async () => (await applyAsPublisher(deps, await given(), { ...lark, name: { en: 'Same Name', zh: '同名' } })).id))
    await Promise.all(applied.map(id => decideApplication(deps, admins[0]!, id, { decision: 'approve' })))
    const slugs = (await database.db.select({ slug: publishers.slug }).from(publishers)).map(row => row.slug).filter(slug => slug.startsWith('same-name'))
    expect(new Set(slugs).size).toBe(5)
  })
})

describe('the page of a publisher', () => {
  it('is written by its owner and keeps its address', async () => {
    const userId = await given('publisher')
    expect(await readPublisherProfile(deps, userId)).toBeNull()
    const page = { name: { en: 'Kite', zh: '纸鸢' }, about: { en: 'We fly.', zh: '我们飞。' }, website: null }
    await Promise.all([savePublisherProfile(deps, userId, page), savePublisherProfile(deps, userId, page)])
    expect(await savePublisherProfile(deps, userId, { ...page, name: { en: 'Kite and Wind', zh: '纸鸢与风' } })).toMatchObject({ slug: 'kite', name: { en: 'Kite and Wind' } })
  })
})
