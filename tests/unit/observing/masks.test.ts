import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { jsonLine } from '#server/observing/log-line.ts'
import { masked } from '#server/observing/masks.ts'

const SECRET = 'hunter2-S3cr3t'
/** The same bytes each time, that the test says the same each time. */
const random = Buffer.from(Array.from({ length: 32 }, (_, i) => (i * 83 + 41) % 256)).toString('base64url')

describe('V-15: secrets in a log', () => {
  it.each([
    `Authorization: Bearer ${SECRET}`, `authorization: Basic ${SECRET}`, `cookie: __Host-foyer-refresh=${SECRET}; theme=dark`, `{"password":"${SECRET}"}`, `{"refresh_token": "${SECRET}"}`,
    `FOYER_SECRET=${SECRET}`, `https://tickets.example/unsubscribe?token=${SECRET}`, `/reset?locale=zh&token=${SECRET}#top`, `/callback?code=${SECRET}&state=${SECRET}`, `/x?key=${SECRET}`,
    `postgres://foyer:${SECRET}@db:5432/foyer`, `redis://:${SECRET}@cache:6379`, `smtps://mailer:${SECRET}@smtp.example.org`, `whsec_${SECRET}`, `foyer_${SECRET}`, `sk_live_${SECRET}`,
    `eyJhbGciOiJFZERTQSJ9.${SECRET}.${SECRET}`, `api-key: ${SECRET}`, `client_secret='${SECRET}'`, `x-signature=${SECRET}`
  ])('are masked in %s', (text) => {
    expect(masked(text)).not.toContain('S3cr3t')
  })

  it('are masked by what they look like, where nothing says what they are', () => {
    for (const text of [`/t/${random}`, `ticket ${random}.`, `hash ${'0f'.repeat(20)}`, `F1.${random}.${random}`]) expect(masked(text)).not.toMatch(/[\w-]{20}/)
    expect(masked('Li Wei <li.wei+tickets@mail.example.org> wrote')).toBe('Li Wei <***> wrote')
  })

  it('of any randomness and length that the house uses are masked', () => {
    fc.assert(fc.property(fc.uint8Array({ minLength: 16, maxLength: 64 }), fc.constantFrom('', '/t/', '"', 'token ', '=>'), (bytes, before) => {
      // What is drawn may be all zeros, which no generator gives: mixed with something that is not.
      const token = Buffer.from(bytes.map((byte, i) => byte ^ ((i * 83 + 41) % 256))).toString('base64url')
      fc.pre(/[a-z]/.test(token) && /[A-Z]/.test(token) && /\d/.test(token))
      expect(masked(`${before}${token}`)).not.toContain(token.slice(0, 20))
    }))
    for (let i = 0; i < 200; i++) expect(masked(randomBytes(32).toString('base64url'))).not.toMatch(/[\w-]{20}/)
  })

  it('are masked by the name of their field, whatever they look like', () => {
    const line = jsonLine({ at: new Date(0), level: 'info', message: 'x', fields: { token: 'abc', refreshToken: 'abc', password: 'abc', 'set-cookie': 'abc', email: 'a', phone: '1', deep: { api_key: 'abc' } } })
    expect(JSON.parse(line)).toMatchObject({ token: '***', refreshToken: '***', password: '***', 'set-cookie': '***', email: '***', phone: '***', deep: { api_key: '***' } })
  })

  it('are masked where a long text is cut in the middle of them', () => {
    for (let before = 3_900; before < 4_100; before += 7) {
      const line = jsonLine({ at: new Date(0), level: 'info', message: `${'a '.repeat(before / 2)}Bearer ${random}`, fields: {} })
      expect(line).not.toContain(random.slice(0, 8))
    }
  })

  it('leave what a reader needs', () => {
    for (const text of [
      'request 01931c1e-7c9b-7000-8000-0123456789ab', 'column "seat_index" of relation "claims" does not exist', 'connect ECONNREFUSED 127.0.0.1:5432', 'at createOrder (server/domain/orders/create-order.ts:48:11)',
      'the-magic-flute-at-the-grand-theatre-2026', 'select "id" from "orders" where "id" = $1', 'No answer from Redis within 700 ms', '2026-11-26T10:00:00.000Z'
    ]) expect(masked(text)).toBe(text)
  })

  it('cost no more than the text is long', () => {
    for (const piece of ['a', '=', '&a=', 'token', '@', 'a@', '://', 'eyJ', '-', '_', 'Bearer ']) expect(masked(piece.repeat(8_000 / piece.length)).length).toBeLessThan(40_000)
  })
})
