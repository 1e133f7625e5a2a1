import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { eq, sql } from 'drizzle-orm'
import { Secret, TOTP } from 'otpauth'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { challenges, users } from '#drizzle/schema/index.ts'
import { openNewDatabase } from '#tests/support/database.ts'
import { newId } from '#shared/ids/id.ts'
import { stopDateWithinStep } from '#tests/support/still-clock.ts'
import { codeSentTo, noLimit, notTheCode, rosalind, sentTo } from './accounts-under-test.ts'
import { openBrowser, serve } from './browser.ts'

const theHouse = vi.hoisted(() => ({ current: undefined as unknown }))
vi.mock('#server/house.ts', () => ({ house: () => theHouse.current }))

const API = fileURLToPath(new URL('../../../server/api/', import.meta.url))
type Endpoint = Awaited<typeof import('#server/api/auth/login.post.ts')>['default']

/** Every endpoint of a folder by method and path, as Nitro finds them. */
async function endpointsIn(folder: string): Promise<Record<string, Endpoint>> {
  const files = readdirSync(`${API}${folder}`, { recursive: true, encoding: 'utf8' }).filter(file => file.endsWith('.ts'))
  const found = await Promise.all(files.map(async (file) => {
    const [, path = '', method = ''] = /^(.*?)(?:\/index)?\.(get|post|put|patch|delete)\.ts$/.exec(file) ?? []
    return [`${method.toUpperCase()} /api/${folder}/${path.replaceAll(/\[(\w+)\]/g, ':$1')}`, (await import(`${API}${folder}/${file}`)).default as Endpoint] as const
  }))
  return Object.fromEntries(found)
}

describe('proving who one is, over HTTP', () => {
  let database: Awaited<ReturnType<typeof openNewDatabase>>
  let server: Awaited<ReturnType<typeof serve>>
  let endpoints: Record<string, Endpoint>
  let browser: ReturnType<typeof openBrowser>
  let person: typeof rosalind
  const settings = { secret: 'a secret that only this test knows', publicUrl: 'https://tickets.example', welcomePoints: 0, isDemo: false, needsSecondFactor: true, oauth: { google: null, wechat: null } }

  let dateGoesOn: () => void
  beforeAll(async () => {
    dateGoesOn = stopDateWithinStep()
    database = await openNewDatabase({ pool: 20 })
    theHouse.current = { settings, db: database.db, limiter: noLimit, canSendMail: true, canSendSms: true, isMailboxOpen: false, drawQr: async () => '<svg/>' }
    const { defineEndpoint } = await import('#server/http/endpoint.ts')
    endpoints = { ...await endpointsIn('auth'), ...await endpointsIn('user') }
    server = await serve({
      ...endpoints,
      'GET /api/admin/something': defineEndpoint({ summary: '', callers: ['admin'] }, () => ({ secret: 'of admins' })),
      'GET /api/desk/something': defineEndpoint({ summary: '', callers: ['publisher', 'admin'] }, () => ({ secret: 'of publishers' }))
    })
  })
  afterAll(async () => {
    dateGoesOn()
    await server.close()
    await database.close()
  })
  beforeEach(() => {
    browser = openBrowser(server.url)
    person = { ...rosalind, email: `${newId()}@example.org` }
  })

  async function signUp(who = person, at = browser) {
    const { body } = await at.ask('POST /api/auth/register', { body: who })
    return await at.ask('POST /api/auth/register/confirm', { body: { challengeId: body.challengeId, code: await codeSentTo(database.db, who.email) } })
  }
  const logIn = (at: ReturnType<typeof openBrowser>, more: { password?: string, code?: string } = {}) => at.ask('POST /api/auth/login', { body: { email: person.email, password: person.password, ...more } })
  const role = (to: 'customer' | 'publisher' | 'admin') => database.db.update(users).set({ role: to }).where(eq(users.email, person.email))
  const uniform = (answer: Awaited<ReturnType<typeof logIn>>) =>
    ({ status: answer.status, size: answer.text.length, body: { ...answer.body, challengeId: '', requestId: '', instance: '' }, cookies: answer.setCookies, headers: [...answer.headers.keys()].sort() })

  it('answers for known and unknown e-mails with one status, shape and size: register, resend, forgot, login (S-10)', async () => {
    await signUp()
    const [known, unknown] = [person.email, `${newId()}@example.org`]
    const stranger = openBrowser(server.url)
    const pairs = {
      register: (email: string) => stranger.ask('POST /api/auth/register', { body: { ...person, email } }),
      forgot: (email: string) => stranger.ask('POST /api/auth/forgot', { body: { email } }),
      login: (email: string) => stranger.ask('POST /api/auth/login', { body: { email, password: 'not the password' } }),
      loginWithCode: (email: string) => stranger.ask('POST /api/auth/login', { body: { email, password: 'not the password', code: '123456' } })
    }
    for (const [name, ask] of Object.entries(pairs)) expect(uniform(await ask(known)), name).toEqual(uniform(await ask(unknown)))
    const questions = [await pairs.register(known), await pairs.register(unknown)].map(asked => asked.body.challengeId as string)
    const confirm = (challengeId: string) => stranger.ask('POST /api/auth/register/confirm', { body: { challengeId, code: '000000' } })
    expect(uniform(await confirm(questions[0]!))).toEqual(uniform(await confirm(questions[1]!)))
    await database.db.update(challenges).set({ createdAt: sql`created_at - interval '61 seconds'` })
    const resend = (id: string) => stranger.ask(`POST /api/auth/challenges/${id}/resend`)
    expect(uniform(await resend(questions[0]!))).toEqual(uniform(await resend(questions[1]!)))
  })

  it('writes links to one host, whatever the request says (S-12)', async () => {
    await signUp()
    for (const headers of [{ 'x-forwarded-host': 'evil.example' }, { 'x-forwarded-proto': 'http', 'forwarded': 'host=evil.example' }, { 'x-original-host': 'evil.example' }] as Record<string, string>[]) {
      expect((await browser.ask('POST /api/auth/forgot', { body: { email: person.email }, headers })).status).toBe(202)
    }
    for (const message of await sentTo(database.db, person.email)) expect(JSON.stringify(message)).not.toContain('evil')
    for (const email of [`${person.email}\r\nBcc: thief@example.org`, `${person.email},thief@example.org`, [person.email, 'thief@example.org']]) {
      expect(await browser.ask('POST /api/auth/forgot', { body: { email } })).toMatchObject({ status: 422 })
    }
    expect(await sentTo(database.db, 'thief@example.org')).toEqual([])
  })

  it('resets by the link, ends every login, and lets the owner in again', async () => {
    await signUp()
    const { body } = await browser.ask('GET /api/auth/session')
    expect(body).toMatchObject({ email: person.email })
    const elsewhere = openBrowser(server.url)
    await elsewhere.ask('POST /api/auth/forgot', { body: { email: person.email } })
    const { token } = (await sentTo(database.db, person.email))[0]!.params
    const reset = await elsewhere.ask('POST /api/auth/reset', { body: { token, password: 'the forest of Arden' } })
    expect(reset).toMatchObject({ status: 200, body: { done: true } })
    expect(elsewhere.jar.has('__Host-foyer-access')).toBe(false)
    expect(elsewhere.jar.has('__Host-foyer-device')).toBe(true)
    expect(await browser.ask('GET /api/user/profile')).toMatchObject({ status: 401 })
    expect(await elsewhere.ask('POST /api/auth/reset', { body: { token, password: 'the forest of Arden' } })).toMatchObject({ status: 410, body: { code: 'link-dead' } })
    expect(await logIn(elsewhere, { password: 'the forest of Arden' })).toMatchObject({ status: 200 })
  })

  it('gives no tries of their own at the second factor to whoever has the mails only (S-13)', async () => {
    await signUp()
    const begun = await browser.ask('POST /api/user/totp', { body: { current: person.password } })
    await browser.ask('POST /api/user/totp/confirm', { body: { code: new TOTP({ secret: Secret.fromBase32(begun.body.secret) }).generate() } })
    const thief = openBrowser(server.url)
    await thief.ask('POST /api/auth/forgot', { body: { email: person.email } })
    const { token } = (await sentTo(database.db, person.email))[0]!.params
    expect(await thief.ask('POST /api/auth/reset', { body: { token, password: 'the forest of Arden' } })).toMatchObject({ status: 200 })
    expect([...thief.jar.keys()]).toEqual([])
    expect(await logIn(thief, { password: 'the forest of Arden' })).toMatchObject({ status: 401, body: { code: 'second-factor-required' } })
  })

  it('gives a new login tokens of its own, whatever cookies somebody planted before (S-16)', async () => {
    await signUp()
    const planted = new Map(browser.jar)
    const victim = openBrowser(server.url)
    for (const [name, value] of planted) victim.jar.set(name, value)
    const other = { ...rosalind, email: `${newId()}@example.org` }
    await signUp(other, openBrowser(server.url))
    const answer = await victim.ask('POST /api/auth/login', { body: { email: other.email, password: other.password } })
    expect(answer).toMatchObject({ status: 200, body: { user: { email: other.email } } })
    for (const name of ['__Host-foyer-access', '__Host-foyer-refresh']) expect(victim.jar.get(name)).not.toBe(planted.get(name))
    expect(await victim.ask('GET /api/user/profile')).toMatchObject({ body: { email: other.email } })
    expect(await browser.ask('GET /api/user/profile')).toMatchObject({ body: { email: person.email } })
    for (const cookie of answer.setCookies.filter(c => c.startsWith('__Host-'))) expect(cookie).toMatch(/; Path=\/; HttpOnly; Secure; SameSite=Lax$/)
  })

  it('ends other logins at once when the password changes, and follows a role or a disabled account (S-04)', async () => {
    await signUp()
    const other = openBrowser(server.url)
    await logIn(other)
    expect(await other.ask('GET /api/user/profile')).toMatchObject({ status: 200 })
    expect(await browser.ask('PUT /api/user/password', { body: { current: person.password, next: 'the forest of Arden' } })).toMatchObject({ status: 200 })
    expect(await other.ask('GET /api/user/profile')).toMatchObject({ status: 401 })
    expect(await browser.ask('GET /api/user/profile')).toMatchObject({ status: 200 })

    const { accountsOf } = await import('#server/http/accounts.ts')
    const [{ id }] = await database.db.update(users).set({ disabledAt: sql`now()` }).where(eq(users.email, person.email)).returning({ id: users.id }) as [{ id: string }]
    accountsOf(theHouse.current as Parameters<typeof accountsOf>[0]).logins.forgetUser(id)
    expect(await browser.ask('GET /api/user/profile')).toMatchObject({ status: 401 })
  })

  it('lists one\'s logins and ends them', async () => {
    await signUp()
    const other = openBrowser(server.url)
    await logIn(other)
    const { body } = await browser.ask('GET /api/user/login-sessions')
    expect(body.loginSessions).toHaveLength(2)
    const theirs = body.loginSessions.find((s: { isThisOne: boolean }) => !s.isThisOne).id
    expect(await browser.ask(`DELETE /api/user/login-sessions/${theirs}`)).toMatchObject({ status: 200, body: { ended: 1 } })
    expect(await other.ask('GET /api/user/profile')).toMatchObject({ status: 401 })
    await logIn(other)
    expect(await browser.ask('DELETE /api/user/login-sessions')).toMatchObject({ status: 200, body: { ended: 1 } })
    expect(await other.ask('GET /api/user/profile')).toMatchObject({ status: 401 })
    const mine = (await browser.ask('GET /api/user/login-sessions')).body.loginSessions[0].id
    await browser.ask(`DELETE /api/user/login-sessions/${mine}`)
    expect([...browser.jar.keys()]).toEqual(['__Host-foyer-device'])
  })

  it('keeps admins and publishers from their work before they have shown a second factor (S-17)', async () => {
    await signUp()
    expect(await browser.ask('GET /api/admin/something')).toMatchObject({ status: 403, body: { code: 'not-allowed' } })
    for (const [as, path] of [['admin', 'admin'], ['admin', 'desk'], ['publisher', 'desk']] as const) {
      await role(as)
      const fresh = openBrowser(server.url)
      await logIn(fresh)
      expect(await fresh.ask(`GET /api/${path}/something`), as).toMatchObject({ status: 403, body: { code: 'second-factor-needed' } })
      expect(await fresh.ask('GET /api/user/profile')).toMatchObject({ status: 200 })
      expect((await fresh.ask('GET /api/auth/session')).body.login.secondFactor).toBe('needed')
    }
    const desk = openBrowser(server.url)
    await logIn(desk)
    const begun = await desk.ask('POST /api/user/totp', { body: { current: person.password } })
    const app = new TOTP({ secret: Secret.fromBase32(begun.body.secret) })
    const confirmed = await desk.ask('POST /api/user/totp/confirm', { body: { code: app.generate({ timestamp: Date.now() - 30_000 }) } })
    expect(confirmed.body.recoveryCodes).toHaveLength(10)
    expect(await desk.ask('GET /api/desk/something')).toMatchObject({ status: 200 })
    expect((await desk.ask('GET /api/auth/session')).body.login.secondFactor).toBe('done')

    const next = openBrowser(server.url)
    expect(await logIn(next)).toMatchObject({ status: 401, body: { code: 'second-factor-required' }, setCookies: [] })
    expect(await logIn(next, { code: app.generate() })).toMatchObject({ status: 200 })
    expect(await next.ask('GET /api/desk/something')).toMatchObject({ status: 200 })
    expect(await desk.ask('DELETE /api/user/totp', { body: { code: confirmed.body.recoveryCodes[0] } })).toMatchObject({ status: 200 })
    for (const at of [desk, next]) expect(await at.ask('GET /api/desk/something')).toMatchObject({ status: 403, body: { code: 'second-factor-needed' } })
    await role('customer')
  })

  it('goes in two steps by phone where a second factor is on', async () => {
    const phone = '+8613800138123'
    const byPhone = async (at: typeof browser) => {
      const { body } = await at.ask('POST /api/auth/code', { body: { phone } })
      expect(await at.ask('POST /api/auth/code/confirm', { body: { challengeId: body.challengeId, code: notTheCode(await codeSentTo(database.db, phone)) } })).toMatchObject({ status: 422, body: { code: 'code-wrong', triesLeft: 4 } })
      return await at.ask('POST /api/auth/code/confirm', { body: { challengeId: body.challengeId, code: await codeSentTo(database.db, phone) } })
    }
    expect((await byPhone(browser)).body).toMatchObject({ step: 'done', token: 'cookie', user: { phone, email: null } })
    const begun = await browser.ask('POST /api/user/totp', { body: {} })
    const app = new TOTP({ secret: Secret.fromBase32(begun.body.secret) })
    await browser.ask('POST /api/user/totp/confirm', { body: { code: app.generate({ timestamp: Date.now() - 30_000 }) } })
    await database.db.update(challenges).set({ createdAt: sql`created_at - interval '61 seconds'` })
    const next = openBrowser(server.url)
    const step = await byPhone(next)
    expect(step).toMatchObject({ body: { step: 'second-factor' }, setCookies: [] })
    expect(await next.ask('POST /api/auth/second-factor', { body: { challengeId: step.body.challengeId, code: app.generate() } })).toMatchObject({ status: 200, body: { user: { phone } } })
    expect(await next.ask('GET /api/auth/session')).toMatchObject({ status: 200, body: { login: { secondFactor: 'done' } } })
  })

  it('says what a login page may show', async () => {
    expect((await browser.ask('GET /api/auth/providers')).body).toEqual({ oauth: [], hasPhone: true, isMailboxOpen: false })
  })

  it('keeps no answer of these for repetition: they hold tokens, codes and secrets', () => {
    const secretive = Object.entries(endpoints).filter(([name]) => /\/api\/(auth|user\/(totp|password|email|phone))/.test(name))
    expect(secretive.length).toBeGreaterThan(20)
    for (const [name, endpoint] of secretive) {
      expect(endpoint.declaration?.idempotency, name).not.toBe('stored')
      expect(endpoint.declaration?.cache, name).toBeUndefined()
    }
  })
})
