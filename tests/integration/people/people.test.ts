import { and, eq, isNull } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { auditLog, loginSessions, outbox, publishers, totpSecrets, users } from '#drizzle/schema/index.ts'
import { changeRole, disablePerson, enablePerson, endSessionsOf, findPeople, readPerson, resetTotp, revealPhone } from '#server/domain/people/index.ts'
import { newId } from '#shared/ids/id.ts'
import { openNewDatabase } from '#tests/support/database.ts'
import { refusalCode } from '#tests/support/house.ts'

let database: Awaited<ReturnType<typeof openNewDatabase>>
const forgotten: string[] = []
let deps: Parameters<typeof changeRole>[0]
let adminId: string

beforeAll(async () => {
  database = await openNewDatabase()
  deps = { db: database.db, logins: { forgetUser: userId => void forgotten.push(userId) } }
  adminId = await given('admin')
})
afterAll(() => database.close())

async function given(role: 'customer' | 'publisher' | 'admin' = 'customer', more: Partial<typeof users.$inferInsert> = {}): Promise<string> {
  const [user] = await database.db.insert(users).values({ role, email: `${role}-${newId()}@example.org`, displayName: 'Somebody', ...more }).returning({ id: users.id })
  return user!.id
}
async function logIn(userId: string): Promise<void> {
  await database.db.insert(loginSessions).values({ userId, userAgent: 'A browser', expiresAt: new Date(Date.now() + 3_600_000) })
}
const liveLogins = async (userId: string) => (await database.db.select().from(loginSessions).where(and(eq(loginSessions.userId, userId), isNull(loginSessions.revokedAt)))).length
const roleOf = async (userId: string) => (await database.db.select({ role: users.role }).from(users).where(eq(users.id, userId)))[0]!.role
const actsOn = async (userId: string) => (await database.db.select({ action: auditLog.action, actor: auditLog.actor, details: auditLog.details }).from(auditLog).where(and(eq(auditLog.subjectType, 'user'), eq(auditLog.subjectId, userId))).orderBy(auditLog.id))
const newsFor = async (userId: string) => (await database.db.select({ payload: outbox.payload }).from(outbox).where(eq(outbox.topic, 'notice')).orderBy(outbox.id)).map(row => row.payload).filter(p => (p.to as { userId?: string }).userId === userId)

describe('finding people', () => {
  it('goes by e-mail, name, phone however it is written, and id; phones are masked', async () => {
    const id = await given('customer', { email: 'xu.beihong@example.org', displayName: '徐悲鸿', phone: '+8613812345678' })
    for (const q of ['XU.BEI', '悲鸿', '138 1234 5678', '+86 138-1234', id.toUpperCase()]) {
      const { people } = await findPeople(deps, { q })
      expect(people.map(person => person.id), q).toEqual([id])
      expect(people[0]!.phone).toBe('+86•••••••5678')
    }
  })

  it('takes a per cent sign for a letter (V-16)', async () => {
    expect((await findPeople(deps, { q: '%' })).people).toEqual([])
    expect((await findPeople(deps, { q: String.raw`\_` })).people).toEqual([])
  })

  it('shows everybody once, page after page, by role and by state', async () => {
    for (let i = 0; i < 7; i++) await given('publisher')
    const off = await given('publisher', { disabledAt: new Date() })
    const seen: string[] = []
    for (let cursor: string | undefined; ;) {
      const page = await findPeople(deps, { role: 'publisher', limit: 3, cursor })
      seen.push(...page.people.map(person => person.id))
      if (!page.nextCursor) break
      cursor = page.nextCursor
    }
    expect(seen).toHaveLength(8)
    expect(new Set(seen).size).toBe(8)
    expect((await findPeople(deps, { state: 'disabled' })).people.map(person => person.id)).toEqual([off])
    expect(await refusalCode(findPeople(deps, { cursor: 'bm9uc2Vuc2U' }))).toBe('invalid-input')
  })
})

describe('looking at somebody', () => {
  it('is written down once, and shows logins but no secret', async () => {
    const id = await given('customer', { passwordHash: '$argon2id$secret' })
    await logIn(id)
    const person = await readPerson(deps, adminId, id)
    await readPerson(deps, adminId, id)
    expect(person).toMatchObject({ loginSessions: [{ userAgent: 'A browser' }], isYourself: false, orderCount: 0 })
    expect(JSON.stringify(person)).not.toContain('argon2')
    expect((await actsOn(id)).map(act => act.action)).toEqual(['account.inspected'])
  })

  it('gives the whole phone number for a reason only', async () => {
    const id = await given('customer', { phone: '+8613900001111' })
    expect(await revealPhone(deps, adminId, id, 'Doors moved, mail bounced')).toBe('+8613900001111')
    expect(await actsOn(id)).toMatchObject([{ action: 'account.phone-revealed', actor: adminId, details: { reason: 'Doors moved, mail bounced' } }])
    expect(await refusalCode(revealPhone(deps, adminId, newId(), 'nobody'))).toBe('not-found')
  })
})

describe('shutting somebody out', () => {
  it('ends his logins at once, and letting him in again does not bring them back (S-04)', async () => {
    const id = await given()
    await logIn(id)
    await disablePerson(deps, adminId, id, 'sells tickets twice')
    expect(await liveLogins(id)).toBe(0)
    expect(forgotten).toContain(id)
    await disablePerson(deps, adminId, id, 'again')
    await enablePerson(deps, adminId, id, 'it was his brother')
    expect(await liveLogins(id)).toBe(0)
    expect(await readPerson(deps, adminId, id)).toMatchObject({ state: 'active' })
    expect((await actsOn(id)).filter(act => act.action !== 'account.inspected').map(act => [act.action, (act.details as { reason: string }).reason]))
      .toEqual([['account.disabled', 'sells tickets twice'], ['account.enabled', 'it was his brother']])
  })

  it('can end logins alone, and take off a lost authenticator', async () => {
    const id = await given('publisher')
    await Promise.all([logIn(id), logIn(id)])
    expect(await endSessionsOf(deps, adminId, id, 'laptop stolen')).toBe(2)
    await logIn(id)
    await database.db.insert(totpSecrets).values({ userId: id, secretSealed: 'sealed', confirmedAt: new Date() })
    await resetTotp(deps, adminId, id, 'lost the phone, showed a passport')
    expect(await liveLogins(id)).toBe(0)
    expect(await database.db.select().from(totpSecrets).where(eq(totpSecrets.userId, id))).toEqual([])
    expect(await newsFor(id)).toMatchObject([{ kind: 'totp-changed' }])
  })
})

describe('giving somebody another role', () => {
  it('ends his logins, tells him, and gives a publisher a page (S-04)', async () => {
    const id = await given('customer', { displayName: 'Lark Studio' })
    await logIn(id)
    await changeRole(deps, adminId, id, { role: 'publisher', reason: 'known for years' })
    expect(await roleOf(id)).toBe('publisher')
    expect(await liveLogins(id)).toBe(0)
    expect(await database.db.select().from(publishers).where(eq(publishers.userId, id))).toMatchObject([{ slug: 'lark-studio' }])
    expect(await newsFor(id)).toMatchObject([{ kind: 'role-changed', params: { role: 'publisher' } }])
    expect(await actsOn(id)).toMatchObject([{ action: 'account.role-changed', actor: adminId, details: { reason: 'known for years' } }])
    await changeRole(deps, adminId, id, { role: 'publisher', reason: 'again' })
    expect(await actsOn(id)).toHaveLength(1)
  })

  it('is never done to oneself', async () => {
    expect(await refusalCode(changeRole(deps, adminId, adminId, { role: 'customer', reason: 'tired' }))).toBe('not-yourself')
    expect(await refusalCode(disablePerson(deps, adminId, adminId, 'tired'))).toBe('not-yourself')
    expect(await refusalCode(resetTotp(deps, adminId, adminId, 'tired'))).toBe('not-yourself')
    expect(await refusalCode(endSessionsOf(deps, adminId, adminId, 'tired'))).toBe('not-yourself')
  })

  it('leaves an admin, also when two demote each other in the same moment', async () => {
    for (let round = 0; round < 20; round++) {
      const [a, b] = [await given('admin'), await given('admin')]
      await database.db.update(users).set({ role: 'customer' }).where(eq(users.id, adminId))
      const outcomes = await Promise.allSettled([
        changeRole(deps, a, b, { role: 'customer', reason: 'coup' }),
        round % 2 ? disablePerson(deps, b, a, 'coup') : changeRole(deps, b, a, { role: 'customer', reason: 'coup' })
      ])
      expect(outcomes.filter(o => o.status === 'fulfilled')).toHaveLength(1)
      expect((outcomes.find(o => o.status === 'rejected') as PromiseRejectedResult).reason).toMatchObject({ code: 'not-allowed' })
      const left = await database.db.select().from(users).where(and(eq(users.role, 'admin'), isNull(users.disabledAt)))
      expect(left).toHaveLength(1)
      await database.db.update(users).set({ role: 'customer' }).where(eq(users.id, left[0]!.id))
      await database.db.update(users).set({ role: 'admin' }).where(eq(users.id, adminId))
    }
  })
})
