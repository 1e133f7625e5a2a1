import { eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { loginSessions, refreshTokens } from '#drizzle/schema/index.ts'
import { openNewDatabase } from '#tests/support/database.ts'
import { codeSentTo, noLimit, rosalind } from './accounts-under-test.ts'
import { openBrowser, serve } from './browser.ts'

const theHouse = vi.hoisted(() => ({ current: undefined as unknown }))
vi.mock('#server/house.ts', () => ({ house: () => theHouse.current }))

describe('logging in over HTTP', () => {
  let database: Awaited<ReturnType<typeof openNewDatabase>>
  let server: Awaited<ReturnType<typeof serve>>
  let browser: ReturnType<typeof openBrowser>
  const settings = { secret: 'a secret that only this test knows', publicUrl: 'http://localhost:3000', welcomePoints: 500, isDemo: false }
  const { email, password } = rosalind
  const asHouse = (publicUrl: string) => ({ settings: { ...settings, publicUrl }, db: database.db, limiter: noLimit, canSendMail: true, canSendSms: true, isMailboxOpen: false })

  beforeAll(async () => {
    database = await openNewDatabase({ pool: 20 })
    theHouse.current = asHouse(settings.publicUrl)
    server = await serve({
      'POST /api/auth/register': (await import('#server/api/auth/register.post.ts')).default,
      'POST /api/auth/register/confirm': (await import('#server/api/auth/register/confirm.post.ts')).default,
      'POST /api/auth/login': (await import('#server/api/auth/login.post.ts')).default,
      'POST /api/auth/logout': (await import('#server/api/auth/logout.post.ts')).default,
      'POST /api/auth/refresh': (await import('#server/api/auth/refresh.post.ts')).default,
      'GET /api/auth/session': (await import('#server/api/auth/session.get.ts')).default,
      'GET /api/user/profile': (await import('#server/api/user/profile.get.ts')).default,
      'PATCH /api/user/profile': (await import('#server/api/user/profile.patch.ts')).default
    })
    const visitor = openBrowser(server.url)
    const asked = await visitor.ask('POST /api/auth/register', { body: rosalind })
    expect(asked).toMatchObject({ status: 202, body: { expiresInSeconds: 600 }, setCookies: [] })
    const confirmed = await visitor.ask('POST /api/auth/register/confirm', { body: { challengeId: asked.body.challengeId, code: await codeSentTo(database.db, email) } })
    expect(confirmed).toMatchObject({ status: 200, body: { token: 'cookie', user: { role: 'customer', email, points: 500 } } })
    expect(await visitor.ask('GET /api/auth/session')).toMatchObject({ status: 200, body: { email } })
  })
  afterAll(async () => {
    await server.close()
    await database.close()
  })
  beforeEach(() => {
    theHouse.current = asHouse(settings.publicUrl)
    browser = openBrowser(server.url)
  })

  const logIn = () => browser.ask('POST /api/auth/login', { body: { email, password } })
  const accessRunsOut = () => browser.jar.delete('foyer-access')

  it('gives the module marks and the browser tokens that no script can read (S-16)', async () => {
    const answer = await logIn()
    expect(answer.body).toMatchObject({ token: 'cookie', refreshToken: 'cookie', user: { email, points: 500 } })
    const secrets = answer.setCookies.filter(c => /^foyer-(access|refresh)=/.test(c))
    expect(secrets).toHaveLength(2)
    for (const cookie of secrets) {
      expect(cookie).toMatch(/; HttpOnly/)
      expect(cookie).toMatch(/; SameSite=Lax/)
      expect(cookie).toMatch(/; Path=\//)
      expect(cookie).not.toMatch(/Secure|Domain/)
      expect(answer.text).not.toContain(cookie.split(/[=;]/)[1])
    }
    expect(browser.jar.get('foyer-signed-in')).toBe('cookie')
    expect(answer.headers.get('cache-control')).toBe('no-store')
  })

  it('uses __Host- cookies where the site is reached by https (S-16)', async () => {
    theHouse.current = asHouse('https://tickets.example')
    const { setCookies } = await logIn()
    const secrets = setCookies.filter(c => c.startsWith('__Host-'))
    expect(secrets.map(c => c.split('=')[0])).toEqual(['__Host-foyer-access', '__Host-foyer-refresh', '__Host-foyer-device'])
    for (const cookie of secrets) expect(cookie).toMatch(/; Path=\/; HttpOnly; Secure; SameSite=Lax$/)
    expect((await browser.ask('GET /api/auth/session')).body).toMatchObject({ email })
  })

  it('answers a wrong password and an unknown e-mail with the same body (S-10)', async () => {
    const wrong = await browser.ask('POST /api/auth/login', { body: { email, password: 'not the password' } })
    const unknown = await browser.ask('POST /api/auth/login', { body: { email: 'nobody@example.org', password: 'not the password' } })
    const comparable = (answer: typeof wrong) => ({ status: answer.status, size: answer.text.length, body: { ...answer.body, requestId: '' }, cookies: answer.setCookies })
    expect(wrong.body).toMatchObject({ status: 401, code: 'login-failed' })
    expect(comparable(unknown)).toEqual(comparable(wrong))
  })

  it('says nothing loud to a visitor: 204 for nobody, and takes stale marks away', async () => {
    browser.jar.set('foyer-signed-in', 'cookie')
    const answer = await browser.ask('GET /api/auth/session', { headers: { authorization: 'Bearer cookie' } })
    expect(answer).toMatchObject({ status: 204, text: '' })
    expect(browser.jar.has('foyer-signed-in')).toBe(false)
    expect(await browser.ask('GET /api/user/profile')).toMatchObject({ status: 401, body: { code: 'login-required' } })
  })

  it('knows who is there by cookie, whatever mark the module puts into Authorization', async () => {
    await logIn()
    for (const authorization of ['Bearer cookie', 'null', '']) {
      expect(await browser.ask('GET /api/auth/session', { headers: { authorization } }), authorization).toMatchObject({ status: 200, body: { email } })
    }
  })

  it('knows programs by Authorization: Bearer, and does not fall back to cookies for a bad one (S-05)', async () => {
    await logIn()
    const token = browser.jar.get('foyer-access')!
    const program = openBrowser(server.url)
    expect(await program.ask('GET /api/user/profile', { headers: { authorization: `Bearer ${token}` } })).toMatchObject({ status: 200, body: { email } })
    for (const bad of [`${token.slice(0, -2)}AA`, browser.jar.get('foyer-refresh')!, 'nonsense']) {
      expect(await browser.ask('GET /api/user/profile', { headers: { authorization: `Bearer ${bad}` } })).toMatchObject({ status: 401 })
    }
  })

  it('changes the own name and language, and takes no other field', async () => {
    await logIn()
    expect(await browser.ask('PATCH /api/user/profile', { body: { locale: 'zh' } })).toMatchObject({ status: 200, body: { locale: 'zh', displayName: 'Rosalind' } })
    expect(await browser.ask('PATCH /api/user/profile', { body: { role: 'admin' } })).toMatchObject({ status: 422 })
    expect(await browser.ask('PATCH /api/user/profile', { body: { points: 1_000_000 } })).toMatchObject({ status: 422 })
    expect(await browser.ask('GET /api/user/profile')).toMatchObject({ body: { role: 'customer', points: 500 } })
  })

  it('refuses a megabyte of password in a moment (S-01)', async () => {
    expect(await browser.ask('POST /api/auth/login', { body: { email, password: 'x'.repeat(1_000_000) } })).toMatchObject({ status: 413 })
    expect(await browser.ask('POST /api/auth/register', { body: { ...rosalind, email: 'big@example.org', password: 'x'.repeat(2000) } })).toMatchObject({ status: 422 })
  })

  it('refuses to log somebody in from another site', async () => {
    expect(await browser.ask('POST /api/auth/login', { body: { email, password }, headers: { 'sec-fetch-site': 'cross-site' } })).toMatchObject({ status: 403, setCookies: [] })
  })

  it('logs out at once and for good (S-04)', async () => {
    await logIn()
    const before = new Map(browser.jar)
    expect(await browser.ask('POST /api/auth/logout', { body: { refreshToken: 'cookie' } })).toMatchObject({ status: 204 })
    expect([...browser.jar.keys()]).toEqual(['foyer-device'])
    for (const [name, value] of before) browser.jar.set(name, value)
    expect(await browser.ask('GET /api/user/profile')).toMatchObject({ status: 401 })
    for (const [name, value] of before) browser.jar.set(name, value)
    expect(await browser.ask('POST /api/auth/refresh')).toMatchObject({ status: 401, body: { code: 'session-ended' } })
    expect(await browser.ask('POST /api/auth/logout')).toMatchObject({ status: 204 })
  })

  it('logs out whose access token has run out', async () => {
    await logIn()
    accessRunsOut()
    const refreshToken = browser.jar.get('foyer-refresh')!
    await browser.ask('POST /api/auth/logout')
    expect([...browser.jar.keys()]).toEqual(['foyer-device'])
    browser.jar.set('foyer-refresh', refreshToken)
    expect(await browser.ask('POST /api/auth/refresh')).toMatchObject({ status: 401 })
  })

  it('refreshes by cookie, and takes the cookies away when that fails', async () => {
    await logIn()
    const first = browser.jar.get('foyer-refresh')
    expect(await browser.ask('POST /api/auth/refresh', { body: { refreshToken: 'cookie' } })).toMatchObject({ status: 200, body: { token: 'cookie', user: { email } } })
    expect(browser.jar.get('foyer-refresh')).not.toBe(first)
    await database.db.update(loginSessions).set({ revokedAt: sql`now()` })
    expect(await browser.ask('POST /api/auth/refresh', { body: { refreshToken: 'cookie' } })).toMatchObject({ status: 401, body: { code: 'session-ended' } })
    expect([...browser.jar.keys()]).toEqual(['foyer-device'])
  })

  it('keeps a browser logged in by itself when the access token runs out, many requests at once (S-07)', async () => {
    await logIn()
    accessRunsOut()
    const answers = await Promise.all(Array.from({ length: 20 }, () => browser.ask('GET /api/user/profile')))
    expect(answers.map(a => a.status)).toEqual(Array(20).fill(200))
    const successors = new Set(answers.flatMap(a => a.setCookies).filter(c => c.startsWith('foyer-refresh=')).map(c => c.split(';')[0]))
    expect(successors.size).toBe(1)
    expect(await browser.ask('GET /api/auth/session')).toMatchObject({ status: 200 })
  })

  it('never spends the refresh token where the server renders a page and cannot hand on a new one', async () => {
    await logIn()
    accessRunsOut()
    const rendering = await server.askWhileRendering('/api/user/profile', browser.jar)
    expect(rendering.status).toBe(401)
    expect(rendering.headers.getSetCookie()).toEqual([])
    expect(await browser.ask('GET /api/user/profile')).toMatchObject({ status: 200 })
  })

  it('ends a stolen login for thief and victim (S-06)', async () => {
    await logIn()
    const thief = openBrowser(server.url)
    thief.jar.set('foyer-refresh', browser.jar.get('foyer-refresh')!)
    await browser.ask('POST /api/auth/refresh')
    await database.db.update(refreshTokens).set({ rotatedAt: sql`rotated_at - interval '11 seconds'` }).where(sql`rotated_at is not null`)
    expect(await thief.ask('GET /api/user/profile')).toMatchObject({ status: 401 })
    accessRunsOut()
    expect(await browser.ask('GET /api/user/profile')).toMatchObject({ status: 401, body: { code: 'login-required' } })
    const [session] = await database.db.select({ reason: loginSessions.revokedReason }).from(loginSessions).where(eq(loginSessions.revokedReason, 'refresh-token-reused'))
    expect(session).toBeDefined()
  })

  it('gives the module its mark back when it has lost it', async () => {
    await logIn()
    browser.jar.delete('foyer-signed-in')
    await browser.ask('GET /api/user/profile')
    expect(browser.jar.get('foyer-signed-in')).toBe('cookie')
  })
})
