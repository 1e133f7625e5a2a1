import { randomBytes } from 'node:crypto'
import { SignJWT, UnsecuredJWT } from 'jose'
import { describe, expect, it } from 'vitest'
import { createAccessTokens } from '#server/domain/accounts/access-token.ts'
import { newRefreshToken } from '#server/domain/accounts/refresh-token.ts'
import { newId } from '#shared/ids/id.ts'

const key = randomBytes(32)
const issuer = 'https://tickets.example'
const tokens = createAccessTokens(key, issuer)
const claims = { userId: newId(), role: 'customer' as const, loginSessionId: newId() }
const now = () => Math.floor(Date.now() / 1000)

/** A token that would be good, but for what the caller changes. */
function forge(change: { key?: Uint8Array, header?: Record<string, unknown>, payload?: Record<string, unknown> } = {}): Promise<string> {
  const payload = { role: claims.role, sid: claims.loginSessionId, sub: claims.userId, iss: issuer, aud: 'foyer:access', iat: now(), exp: now() + 600, ...change.payload }
  return new SignJWT(payload).setProtectedHeader({ alg: 'HS256', typ: 'at+jwt', ...change.header }).sign(change.key ?? key)
}

describe('access token', () => {
  it('says who its owner is', async () => {
    expect(await tokens.verify(await tokens.issue(claims))).toEqual(claims)
    expect(await tokens.verify(await forge())).toEqual(claims)
  })

  it('is refused without a signature, however "none" is spelled (S-05)', async () => {
    const unsigned = new UnsecuredJWT({ role: 'admin', sid: claims.loginSessionId }).setSubject(claims.userId).setIssuer(issuer).setAudience('foyer:access').setIssuedAt().setExpirationTime('10m').encode()
    expect(await tokens.verify(unsigned)).toBeNull()
    for (const alg of ['none', 'None', 'NONE', 'nOnE']) {
      const header = Buffer.from(JSON.stringify({ alg, typ: 'at+jwt' })).toString('base64url')
      expect(await tokens.verify(`${header}.${unsigned.split('.')[1]}.`)).toBeNull()
    }
  })

  it('is refused with another key, algorithm or type (S-05)', async () => {
    expect(await tokens.verify(await forge({ key: randomBytes(32) }))).toBeNull()
    for (const alg of ['HS384', 'HS512']) expect(await tokens.verify(await forge({ header: { alg } })), alg).toBeNull()
    expect(await tokens.verify(await forge({ header: { typ: 'JWT' } }))).toBeNull()
    expect(await tokens.verify(await forge({ header: { typ: undefined } }))).toBeNull()
  })

  it('takes no key from the token itself (S-05)', async () => {
    const attackersKey = randomBytes(32)
    const jwk = { kty: 'oct', k: attackersKey.toString('base64url') }
    for (const header of [{ jwk }, { jku: 'https://evil.example/keys' }, { kid: '../../dev/null' }, { x5u: 'https://evil.example/x' }]) {
      expect(await tokens.verify(await forge({ key: attackersKey, header }))).toBeNull()
    }
  })

  it('is refused when it has expired, is not valid yet, or claims too long a life (S-05)', async () => {
    expect(await tokens.verify(await forge({ payload: { iat: now() - 700, exp: now() - 60 } }))).toBeNull()
    expect(await tokens.verify(await forge({ payload: { nbf: now() + 60 } }))).toBeNull()
    expect(await tokens.verify(await forge({ payload: { iat: now() - 3600, exp: now() + 3600 } }))).toBeNull()
    expect(await tokens.verify(await forge({ payload: { exp: undefined } }))).toBeNull()
  })

  it('is refused when it was made for another audience or by another issuer (S-05)', async () => {
    expect(await tokens.verify(await forge({ payload: { aud: 'foyer:gate' } }))).toBeNull()
    expect(await tokens.verify(await forge({ payload: { iss: 'https://other.example' } }))).toBeNull()
    expect(await tokens.verify(await forge({ payload: { iss: undefined } }))).toBeNull()
  })

  it('is refused with claims that are missing or no ids (S-05)', async () => {
    for (const payload of [{ sid: undefined }, { sub: undefined }, { role: undefined }, { role: 'root' }, { sid: '1; drop table users' }, { sub: 7 }]) {
      expect(await tokens.verify(await forge({ payload }))).toBeNull()
    }
  })

  it('is refused when one character is changed anywhere (S-05)', async () => {
    const token = await tokens.issue(claims)
    for (let place = 0; place < token.length; place++) {
      // A and Q differ in a bit that counts even in the last character, which has two spare ones.
      const other = token[place] === 'A' ? 'Q' : 'A'
      const changed = token.slice(0, place) + other + token.slice(place + 1)
      expect(await tokens.verify(changed), `at ${place}`).toBeNull()
    }
  })

  it('is not a refresh token, nor 64 KB of anything, nor no token at all (S-05)', async () => {
    for (const text of [newRefreshToken(), 'x'.repeat(65_536), `${await tokens.issue(claims)}${' '.repeat(65_536)}`, '', '.', '..', 'null', 'cookie']) expect(await tokens.verify(text)).toBeNull()
  })
})
