import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { type TicketKeySpec, type TicketKeys, knownProofOf, movingSeed, openKeyRing, publicKeysOf, readTicketCode, signTicket } from '#server/domain/tickets/index.ts'
import { newId } from '#shared/ids/id.ts'
import { toBase32 } from '#shared/tickets/base32.ts'
import { CODE_RULES } from '#shared/tickets/code-rule.ts'
import { judgeProof } from '#shared/tickets/judge-proof.ts'
import { movingCodeAt } from '#shared/tickets/moving-code.ts'
import { CODE_KINDS, type TicketCode } from '#shared/tickets/ticket-code.ts'
import { codeReaderHere } from '#shared/tickets/verify-in-browser.ts'

const keyOf = (id: number, byte = id) => ({ id, seed: Buffer.alloc(32, byte) })
const keysOf = (first: TicketKeySpec & { seed: Uint8Array }, ...others: TicketKeySpec[]): TicketKeys => ({ ring: openKeyRing([first, ...others]), movingCodes: Buffer.alloc(32, 9) })
const keys = keysOf(keyOf(1))
const ticket = () => ({ id: newId(), sessionId: newId(), seatIndex: 41, secret: toBase32(randomBytes(20)) })
const now = Date.UTC(2026, 10, 26, 12)

/** As a server reads it and as a browser does, which must agree. */
async function verdict(of: TicketKeys, text: string): Promise<string> {
  const here = readTicketCode(of, text).verdict
  const there = (await (await codeReaderHere(publicKeysOf(of.ring)))(text)).verdict
  expect(there).toBe(here)
  return here
}
const codeOf = (text: string): TicketCode => (readTicketCode(keys, text) as { code: TicketCode }).code

describe('C-01: a ticket code', () => {
  it('of each kind is read by the public keys alone, on the server and in a browser', async () => {
    for (const kind of CODE_KINDS) {
      const one = ticket()
      const text = await signTicket(keys, one, kind)
      const shown = kind === 'moving' ? await movingCodeAt(text, movingSeed(keys, one.secret), now) : text
      expect(await verdict(keys, shown)).toBe('genuine')
      expect(codeOf(shown)).toMatchObject({ kind, ticketId: one.id, sessionId: one.sessionId, seatIndex: 41, keyId: 1 })
    }
    expect(codeOf(await signTicket(keys, { ...ticket(), seatIndex: null }, 'fixed')).seatIndex).toBeNull()
  })

  it('holds capitals and digits only, few enough for a QR code of version 8 (221 at level M, ISO/IEC 18004)', async () => {
    const one = ticket()
    const moving = await movingCodeAt(await signTicket(keys, one, 'moving'), movingSeed(keys, one.secret), now)
    expect(moving).toMatch(/^[A-Z2-7\d]+$/)
    expect(moving.length).toBeLessThanOrEqual(221)
  })

  it('that is something else is not a ticket', async () => {
    const text = await signTicket(keys, ticket(), 'fixed')
    for (const other of ['', 'https://example.org', 'FY1', 'FY1ABC', text.slice(0, -1), `${text}A`, text.toLowerCase(), `FY2${text.slice(3)}`, 'FY1'.padEnd(199, 'A1'), 'x'.repeat(10_000)]) {
      expect([other.slice(0, 20), await verdict(keys, other)]).toEqual([other.slice(0, 20), 'not-a-ticket'])
    }
    // A moving code without its moment says nothing of now.
    expect(await verdict(keys, await signTicket(keys, ticket(), 'moving'))).toBe('not-a-ticket')
  })

  it('with any character changed is forged, or no code at all', async () => {
    const text = await signTicket(keys, ticket(), 'fixed')
    for (let at = 3; at < text.length; at++) {
      const changed = text.slice(0, at) + (text[at] === 'A' ? 'B' : 'A') + text.slice(at + 1)
      expect(['forged', 'not-a-ticket']).toContain(await verdict(keys, changed))
    }
  })

  it('signed by anybody else is forged, whatever key it names', async () => {
    expect(await verdict(keys, await signTicket(keysOf(keyOf(1, 77)), ticket(), 'fixed'))).toBe('forged')
    expect(await verdict(keys, await signTicket(keysOf(keyOf(5)), ticket(), 'fixed'))).toBe('forged')
  })

  it('of an older key is accepted as long as that is kept, and says that it is old afterwards', async () => {
    const old = await signTicket(keys, ticket(), 'paper')
    expect(await verdict(keysOf(keyOf(2), keyOf(1)), old)).toBe('genuine')
    expect(await verdict(keysOf(keyOf(2), { id: 1, publicKey: Buffer.from(publicKeysOf(keys.ring).keys[0]!.publicKey, 'base64url') }), old)).toBe('genuine')
    expect(await verdict(keysOf(keyOf(2)), old)).toBe('old-key')
    expect(await verdict(keysOf(keyOf(1), keyOf(2)), await signTicket(keysOf(keyOf(1), keyOf(2)), ticket(), 'fixed'))).toBe('genuine')
  })
})

describe('the proof in a genuine code', () => {
  it('is judged by the rule of the event: what moves everywhere, paper where it is taken, what stands still only where nothing moves', async () => {
    const one = ticket()
    const known = await knownProofOf(keys, one.secret)
    const judged = async (kind: 'fixed' | 'moving' | 'paper') => {
      const text = await signTicket(keys, one, kind)
      const code = codeOf(kind === 'moving' ? await movingCodeAt(text, movingSeed(keys, one.secret), now) : text)
      return Object.fromEntries(await Promise.all(CODE_RULES.map(async rule => [rule, await judgeProof(code, known, rule, now)])))
    }
    expect(await judged('moving')).toEqual({ 'fixed': 'ok', 'moving': 'ok', 'moving-or-paper': 'ok' })
    expect(await judged('paper')).toEqual({ 'fixed': 'ok', 'moving': 'kind-not-accepted', 'moving-or-paper': 'ok' })
    expect(await judged('fixed')).toEqual({ 'fixed': 'ok', 'moving': 'kind-not-accepted', 'moving-or-paper': 'kind-not-accepted' })
  })

  it('of a former holder is an old code: his secret is not the ticket\'s any more', async () => {
    const before = ticket()
    const known = await knownProofOf(keys, ticket().secret)
    for (const kind of ['fixed', 'paper'] as const) expect(await judgeProof(codeOf(await signTicket(keys, before, kind)), known, 'fixed', now)).toBe('old-code')
    const moving = await movingCodeAt(await signTicket(keys, before, 'moving'), movingSeed(keys, before.secret), now)
    expect(await judgeProof(codeOf(moving), known, 'moving', now)).toBe('old-code')
  })

  it('a picture of a moving code is stale minutes later, and one with a guessed moment never counts', async () => {
    const one = ticket()
    const known = await knownProofOf(keys, one.secret)
    const text = await signTicket(keys, one, 'moving')
    expect(await judgeProof(codeOf(await movingCodeAt(text, movingSeed(keys, one.secret), now)), known, 'moving', now + 300_000)).toBe('stale-code')
    expect(await judgeProof(codeOf(await movingCodeAt(text, new Uint8Array(32), now)), known, 'moving', now)).toBe('stale-code')
  })
})
