import { eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { auditLog, loginSessions, oauthFlows, oauthIdentities, totpSecrets, users } from '#drizzle/schema/index.ts'
import { type House, openHouse } from '#server/house.ts'
import { readSettings } from '#server/settings.ts'
import { newId } from '#shared/ids/id.ts'
import { newDatabaseUrl } from '#tests/support/database.ts'
import { TEST_SECRET } from '#tests/support/house.ts'
import { signedIn } from '#tests/support/signed-in.ts'
import { serve } from '#tests/integration/accounts/browser.ts'
import { CLIENT, type IdentityHouse, WECHAT, type WechatHouse, startIdentityHouse, startWechatHouse } from './identity-house.ts'
import { Wanderer } from './wanderer.ts'

const theHouse = vi.hoisted(() => ({ current: undefined as unknown }))
vi.mock('#server/house.ts', async importOriginal => ({ ...await importOriginal<object>(), house: () => theHouse.current }))

describe('signing in with an account elsewhere', () => {
  let house: House
  let app: Awaited<ReturnType<typeof serve>>
  let google: IdentityHouse
  let wechat: WechatHouse
  let browser: Wanderer

  const newIdentity = (changes: object = {}) => ({ sub: `sub-${newId()}`, email: `g-${newId()}@example.org`, email_verified: true, name: 'Grace Hopper', ...changes })
  const start = (provider: string, query = '') => `${app.url}/api/auth/oauth/${provider}/start${query}`
  const isPage = (url: URL) => url.origin === app.url && !url.pathname.startsWith('/api/')
  const isCallback = (url: URL) => url.origin === app.url && url.pathname.endsWith('/callback')
  /** All the way, to the page where it ends. */
  const travel = (provider = 'google', query = '', who = browser) => who.wander(start(provider, query), isPage)
  /** To the door of Foyer, without stepping in. */
  const toTheDoor = (provider = 'google', query = '', who = browser) => who.wander(start(provider, query), isCallback)
  const stepIn = async (door: URL, who = browser) => new URL((await who.ask(door.href)).headers.get('location')!, app.url)
  const isLoggedIn = (who = browser) => who.cookies(app.url).has('foyer-access')
  const profile = async (who = browser) => await (await who.ask(`${app.url}/api/user/profile`)).json() as { id: string, email: string | null, displayName: string }
  const identitiesOf = async (subject: string) => await house.db.select().from(oauthIdentities).where(eq(oauthIdentities.subject, subject))
  const logIn = async (who: Wanderer, person: { headers: { authorization: string } }) => {
    who.cookies(app.url).set('foyer-access', person.headers.authorization.slice('Bearer '.length))
  }

  beforeAll(async () => {
    app = await serve({
      'GET /api/auth/oauth/:provider/start': (await import('#server/api/auth/oauth/[provider]/start.get.ts')).default,
      'GET /api/auth/oauth/:provider/callback': (await import('#server/api/auth/oauth/[provider]/callback.get.ts')).default,
      'DELETE /api/user/identities/:id': (await import('#server/api/user/identities/[id].delete.ts')).default,
      'GET /api/user/security': (await import('#server/api/user/security.get.ts')).default,
      'GET /api/user/profile': (await import('#server/api/user/profile.get.ts')).default
    })
    google = await startIdentityHouse(`${app.url}/api/auth/oauth/google/callback`)
    wechat = await startWechatHouse()
    house = openHouse(readSettings({
      NODE_ENV: 'test', DATABASE_URL: await newDatabaseUrl(), FOYER_SECRET: TEST_SECRET, FOYER_PUBLIC_URL: app.url, FOYER_WELCOME_POINTS: '500',
      FOYER_GOOGLE_CLIENT_ID: CLIENT.id, FOYER_GOOGLE_CLIENT_SECRET: CLIENT.secret, FOYER_GOOGLE_ISSUER: google.issuer,
      FOYER_WECHAT_APP_ID: WECHAT.appId, FOYER_WECHAT_APP_SECRET: WECHAT.appSecret, FOYER_WECHAT_LOGIN_URL: wechat.url, FOYER_WECHAT_API_URL: wechat.url
    }))
    theHouse.current = house
  })
  afterAll(async () => {
    await Promise.all([app.close(), google.close(), wechat.close()])
    await house.close()
  })
  beforeEach(() => {
    browser = new Wanderer()
  })

  describe('with Google', () => {
    it('makes a customer of somebody new, and knows him again by issuer and subject', async () => {
      const identity = newIdentity()
      google.become(identity)
      expect((await travel('google', '?back=/events/dune%3Fa=1')).href).toBe(`${app.url}/events/dune?a=1`)
      const person = await profile()
      expect(person).toMatchObject({ email: identity.email, displayName: 'Grace Hopper', role: 'customer', points: 500 })

      // His address there has changed meanwhile, which is none of ours.
      google.become({ ...identity, email: `other-${newId()}@example.org` })
      const again = new Wanderer()
      expect((await travel('google', '', again)).pathname).toBe('/')
      expect((await profile(again)).id).toBe(person.id)
      expect(await identitiesOf(identity.sub)).toMatchObject([{ userId: person.id, issuer: google.issuer }])
      const [session] = await house.db.select({ method: loginSessions.method }).from(loginSessions).where(eq(loginSessions.userId, person.id)).limit(1)
      expect(session!.method).toBe('google')
    })

    it('sends state, nonce and an S256 challenge, and keeps of them what nobody can use', async () => {
      const [answer] = [await browser.ask(start('google'))]
      const to = new URL(answer.headers.get('location')!)
      expect(Object.fromEntries(to.searchParams)).toMatchObject({
        response_type: 'code', code_challenge_method: 'S256', client_id: CLIENT.id, redirect_uri: `${app.url}/api/auth/oauth/google/callback`,
        state: expect.stringMatching(/^[\w-]{43}$/), nonce: expect.stringMatching(/^[\w-]{43}$/), code_challenge: expect.stringMatching(/^[\w-]{43}$/)
      })
      expect(answer.headers.getSetCookie().find(c => c.startsWith('foyer-journey='))).toMatch(/HttpOnly; SameSite=Lax/)
      expect(answer.headers.get('cache-control')).toBe('no-store')
      const rows = JSON.stringify(await house.db.select().from(oauthFlows))
      for (const secret of [to.searchParams.get('state')!, browser.cookies(app.url).get('foyer-journey')!]) expect(rows).not.toContain(secret)
    })

    it('the cookie of the browser belongs to this host alone where there is TLS', async () => {
      theHouse.current = { ...house, publicUrl: 'https://tickets.example.org' }
      const answer = await browser.ask(start('google')).finally(() => { theHouse.current = house })
      expect(answer.headers.getSetCookie().find(c => c.includes('foyer-journey='))).toMatch(/^__Host-foyer-journey=[\w-]{43}; Max-Age=600; Path=\/; HttpOnly; Secure; SameSite=Lax$/)
      expect(new URL(answer.headers.get('location')!).searchParams.get('redirect_uri')).toBe('https://tickets.example.org/api/auth/oauth/google/callback')
    })

    it('two tabs do not undo each other, and two presses make one account', async () => {
      const identity = newIdentity()
      google.become(identity)
      const one = await toTheDoor()
      browser.forget(google.issuer)
      const other = await toTheDoor()
      const ends = await Promise.all([stepIn(one), stepIn(other)])
      expect(ends.map(end => end.pathname + end.search)).toEqual(['/', '/'])
      expect(await identitiesOf(identity.sub)).toHaveLength(1)
    })

    it('asks for the second factor of those who have one, before anything is open', async () => {
      const identity = newIdentity()
      google.become(identity)
      await travel()
      const { id } = await profile()
      await house.db.insert(totpSecrets).values({ userId: id, secretSealed: 'x', confirmedAt: new Date() })
      const again = new Wanderer()
      const end = await travel('google', '?back=/zh/orders', again)
      expect(end.pathname).toBe('/zh/login')
      expect(Object.fromEntries(end.searchParams)).toEqual({ challenge: expect.stringMatching(/^[\da-f-]{36}$/), back: '/zh/orders' })
      expect(isLoggedIn(again)).toBe(false)
    })

    it('does not let in whom an admin has shut out', async () => {
      const identity = newIdentity()
      google.become(identity)
      await travel()
      await house.db.update(users).set({ disabledAt: new Date() }).where(eq(users.id, (await profile()).id))
      const again = new Wanderer()
      expect((await travel('google', '', again)).search).toBe('?problem=oauth-refused&back=%2F')
      expect(isLoggedIn(again)).toBe(false)
    })
  })

  describe('S-14: what did not begin here, or ended before', () => {
    const isRefused = async (door: URL, who = browser) => {
      const before = await house.db.$count(users)
      const end = await stepIn(door, who)
      expect([end.pathname, end.searchParams.get('problem')]).toEqual(['/login', 'oauth-refused'])
      expect(isLoggedIn(who)).toBe(false)
      expect(await house.db.$count(users)).toBe(before)
    }
    const changed = (door: URL, changes: Record<string, string | null>) => {
      const url = new URL(door)
      for (const [name, value] of Object.entries(changes)) {
        if (value === null) url.searchParams.delete(name)
        else url.searchParams.set(name, value)
      }
      return url
    }
    beforeEach(() => google.become(newIdentity()))

    it('without a state, or with one that was made up', async () => {
      const door = await toTheDoor()
      await isRefused(changed(door, { state: null }))
      await isRefused(changed(door, { state: 'x'.repeat(43) }))
      await isRefused(changed(door, { state: '' }))
    })

    it('a state that was used', async () => {
      const door = await toTheDoor()
      expect((await stepIn(door)).pathname).toBe('/')
      browser.cookies(app.url).delete('foyer-access')
      browser.cookies(app.url).delete('foyer-refresh')
      await isRefused(door)
    })

    it('in another browser, with or without a journey of its own; the right one still gets in', async () => {
      const door = await toTheDoor()
      const stranger = new Wanderer()
      await isRefused(door, stranger)
      await toTheDoor('google', '', stranger)
      await isRefused(door, stranger)
      expect((await stepIn(door)).pathname).toBe('/')
    })

    it('a code of somebody else, put into one\'s own journey (PKCE)', async () => {
      const victim = new Wanderer()
      google.become(newIdentity())
      const stolen = (await toTheDoor('google', '', victim)).searchParams.get('code')!
      await isRefused(changed(await toTheDoor(), { code: stolen }))
    })

    it('a code that was used', async () => {
      const door = await toTheDoor()
      await stepIn(door)
      const again = new Wanderer()
      await isRefused(changed(await toTheDoor('google', '', again), { code: door.searchParams.get('code') }), again)
    })

    it('an identity token for another nonce', async () => {
      const door = await toTheDoor()
      await house.db.update(oauthFlows).set({ nonce: 'another nonce altogether' }).where(sql`used_at is null`)
      await isRefused(door)
    })

    it('without the verifier, which this identity provider would not take either', async () => {
      const door = await toTheDoor()
      await house.db.update(oauthFlows).set({ codeVerifier: null }).where(sql`used_at is null`)
      await isRefused(door)
    })

    it('the state of one provider at the door of another, and an answer of another issuer (mix-up)', async () => {
      const door = await toTheDoor()
      await isRefused(new URL(door.href.replace('/google/', '/wechat/')))
      await isRefused(changed(await toTheDoor(), { iss: 'https://evil.example' }))
    })

    it('a refusal of the provider', async () => {
      await isRefused(changed(await toTheDoor(), { code: null, error: 'access_denied' }))
    })

    it('after ten minutes', async () => {
      const door = await toTheDoor()
      await house.db.update(oauthFlows).set({ expiresAt: sql`now() - interval '1 second'` }).where(sql`used_at is null`)
      await isRefused(door)
    })

    it('a provider that never answers keeps nobody waiting', async () => {
      const door = await toTheDoor()
      google.hang(true)
      const startedAt = performance.now()
      await isRefused(door).finally(() => google.hang(false))
      expect(performance.now() - startedAt).toBeLessThan(8_000)
    })
  })

  describe('S-14: an e-mail is not an identity', () => {
    it('an account with the same verified e-mail is left alone, and its owner told how to link', async () => {
      const owner = await signedIn(house)
      const identity = newIdentity({ email: owner.email.toUpperCase() })
      google.become(identity)
      const end = await travel('google', '?back=/orders')
      expect([end.pathname, Object.fromEntries(end.searchParams)]).toEqual(['/login', { problem: 'address-taken', back: '/orders' }])
      expect(isLoggedIn()).toBe(false)
      expect(await identitiesOf(identity.sub)).toEqual([])
    })

    it.each([{ email_verified: false }, { email_verified: undefined }])('an e-mail that nobody has verified is not taken for anybody\'s: %j', async (claim) => {
      const owner = await signedIn(house)
      const identity = newIdentity({ email: owner.email, ...claim })
      google.become(identity)
      expect((await travel()).pathname).toBe('/')
      const person = await profile()
      expect(person.id).not.toBe(owner.userId)
      expect(person.email).toBeNull()
      const [row] = await house.db.select().from(users).where(eq(users.id, person.id))
      expect(row).toMatchObject({ email: null, emailVerifiedAt: null })
    })

    it('a name that nobody should have to read is made fit', async () => {
      google.become(newIdentity({ name: '\u202eevil\r\nBcc: all@example.org' }))
      await travel()
      expect((await profile()).displayName).toBe('evilBcc: all@example.org')
    })
  })

  describe('linking', () => {
    it('adds the identity to the account that is logged in, which is told', async () => {
      const owner = await signedIn(house)
      await logIn(browser, owner)
      const identity = newIdentity()
      google.become(identity)
      expect((await travel('google', '?link=1&back=/account/security')).href).toBe(`${app.url}/account/security`)
      expect(await identitiesOf(identity.sub)).toMatchObject([{ userId: owner.userId, label: identity.email }])
      const security = await (await browser.ask(`${app.url}/api/user/security`)).json() as { identities: unknown[] }
      expect(security.identities).toMatchObject([{ provider: 'google', label: identity.email }])
      const actions = await house.db.select({ action: auditLog.action }).from(auditLog).where(eq(auditLog.subjectId, owner.userId))
      expect(actions.map(a => a.action)).toContain('identity.linked')
      const told = await house.db.execute(sql`select payload from outbox where topic = 'notice' and payload->'to'->>'userId' = ${owner.userId}`)
      expect(told).toMatchObject([{ payload: { kind: 'identity-changed', params: { provider: 'google' } } }])
    })

    it('does not take an identity from another account, nor a second one of the same house', async () => {
      const identity = newIdentity()
      google.become(identity)
      await travel()
      const owner = await signedIn(house)
      const own = new Wanderer()
      await logIn(own, owner)
      expect((await travel('google', '?link=1&back=/zh/account/security', own)).href).toBe(`${app.url}/zh/account/security?problem=identity-taken`)
      for (const expected of ['', '?problem=oauth-refused']) {
        google.become(newIdentity())
        own.forget(google.issuer)
        expect((await travel('google', '?link=1&back=/account/security', own)).search).toBe(expected)
      }
    })

    it('is decided by nobody else: not by another site, not for whoever has come to the browser since, not by an old login', async () => {
      google.become(newIdentity())
      const owner = await signedIn(house)
      await logIn(browser, owner)
      const sent = await browser.ask(start('google', '?link=1'), { 'sec-fetch-site': 'cross-site' })
      expect(sent.headers.get('location')).toBe('/account/security?problem=cross-site')

      const door = await toTheDoor('google', '?link=1&back=/account/security')
      await logIn(browser, await signedIn(house))
      expect((await stepIn(door)).search).toBe('?problem=oauth-refused')

      await house.db.update(loginSessions).set({ createdAt: sql`now() - interval '1 hour'`, secondFactorAt: null }).where(eq(loginSessions.id, owner.loginSessionId))
      await logIn(browser, owner)
      expect((await browser.ask(start('google', '?link=1'))).headers.get('location')).toBe('/account/security?problem=fresh-login-needed')
      expect((await new Wanderer().ask(start('google', '?link=1'))).headers.get('location')).toBe('/login?problem=login-required&back=%2F')
    })

    it('is undone, but never of the only way in, and never by others', async () => {
      const identity = newIdentity()
      google.become(identity)
      await travel()
      const { id } = await profile()
      const identityId = (await identitiesOf(identity.sub))[0]!.id
      const unlink = async (who: Wanderer) => {
        const answer = await who.ask(`${app.url}/api/user/identities/${identityId}`, { 'sec-fetch-site': 'same-origin' }, 'DELETE')
        return answer.ok ? 'done' : (await answer.json() as { code: string }).code
      }
      const other = new Wanderer()
      await logIn(other, await signedIn(house))
      expect(await unlink(other)).toBe('not-found')
      expect(await unlink(browser)).toBe('last-way-in')
      await house.db.update(users).set({ passwordHash: 'x' }).where(eq(users.id, id))
      expect(await unlink(browser)).toBe('done')
      expect(await identitiesOf(identity.sub)).toEqual([])
    })
  })

  describe('with WeChat', () => {
    it('makes a customer without an e-mail, and knows him again by his union id', async () => {
      wechat.become({ openid: 'o1', unionid: 'u1', nickname: '小明' })
      expect((await travel('wechat', '?back=/zh/search')).pathname).toBe('/zh/search')
      const person = await profile()
      expect(person).toMatchObject({ email: null, phone: null, displayName: '小明', locale: 'zh' })
      wechat.become({ openid: 'o1-of-another-app', unionid: 'u1', nickname: '大明' })
      const again = new Wanderer()
      await travel('wechat', '', again)
      expect((await profile(again)).id).toBe(person.id)
    })

    it('an open id never passes for a union id', async () => {
      wechat.become({ openid: 'u1' })
      await travel('wechat')
      expect(await identitiesOf('openid:u1')).toHaveLength(1)
    })

    it('S-14: refuses a used code, a made-up one, another browser, and a house that does not answer', async () => {
      wechat.become({ openid: 'o2', unionid: 'u2' })
      const door = await toTheDoor('wechat')
      expect((await stepIn(door, new Wanderer())).searchParams.get('problem')).toBe('oauth-refused')
      await stepIn(door)
      const again = new Wanderer()
      const next = await toTheDoor('wechat', '', again)
      next.searchParams.set('code', door.searchParams.get('code')!)
      expect((await stepIn(next, again)).searchParams.get('problem')).toBe('oauth-refused')
      const last = await toTheDoor('wechat', '', again)
      wechat.hang(true)
      const startedAt = performance.now()
      expect((await stepIn(last, again)).searchParams.get('problem')).toBe('oauth-refused')
      wechat.hang(false)
      expect(performance.now() - startedAt).toBeLessThan(8_000)
      expect(isLoggedIn(again)).toBe(false)
    })
  })

  describe('S-15: where it leads afterwards', () => {
    it.each(['//evil.example', '/\\evil.example', 'https://evil.example', '/%2f/evil.example', '/..//evil.example', 'javascript:alert(1)', '/\tevil', '/api/auth/logout', `${'/a'.repeat(400)}`, '/events/../..//evil.example'])('%j is no place of ours', async (back) => {
      google.become(newIdentity())
      const end = await travel('google', `?back=${encodeURIComponent(back)}`)
      expect(end.href).toBe(`${app.url}/`)
    })

    it('the host of a request has no say in where the provider sends people', async () => {
      const answer = await browser.ask(start('google'), { 'x-forwarded-host': 'evil.example', 'forwarded': 'host=evil.example' })
      expect(new URL(answer.headers.get('location')!).searchParams.get('redirect_uri')).toBe(`${app.url}/api/auth/oauth/google/callback`)
    })
  })

  it('a provider whose keys are not set does not exist', async () => {
    theHouse.current = { ...house, identityProviders: new Map() }
    const answers = [await browser.ask(start('google')), await browser.ask(`${app.url}/api/auth/oauth/google/callback?state=x`), await browser.ask(start('facebook'))]
    theHouse.current = house
    expect(answers.map(a => a.status)).toEqual([404, 404, 404])
  })
})
