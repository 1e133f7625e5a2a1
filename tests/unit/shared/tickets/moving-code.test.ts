import { createHash, createHmac } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { fromBase32, toBase32 } from '#shared/tickets/base32.ts'
import { ACCEPTED_STEPS, STEP_SECONDS, commitmentTo, judgeMoment, movingCodeAt, stepAt } from '#shared/tickets/moving-code.ts'
import { bytesToSign, codeText, parseTicketCode } from '#shared/tickets/ticket-code.ts'

const seed = Uint8Array.from({ length: 32 }, (_, index) => index)
const noon = Date.UTC(2026, 10, 26, 12, 0, 0)

async function momentAt(atMs: number) {
  const facts = { kind: 'moving' as const, ticketId: '0198a000-0000-7000-8000-000000000001', sessionId: '0198a000-0000-7000-8000-000000000002', seatIndex: 7, proof: await commitmentTo(seed) }
  return parseTicketCode(await movingCodeAt(codeText(bytesToSign(1, facts), new Uint8Array(64)), seed, atMs))!.moment!
}

describe('a moving code', () => {
  it('is the HMAC-SHA256 of its half minute by the seed (RFC 6238), computed here by other means', async () => {
    const counter = Buffer.alloc(8)
    counter.writeBigUInt64BE(BigInt(noon / 1000 / 30))
    expect(Buffer.from((await momentAt(noon)).mac)).toEqual(createHmac('sha256', seed).update(counter).digest().subarray(0, 8))
  })

  it('commits to its seed by 160 bits of SHA-256', async () => {
    expect(await commitmentTo(seed)).toBe(toBase32(createHash('sha256').update(seed).digest().subarray(0, 20)))
  })

  it('is accepted for two half minutes to either side of its own, for clocks that are off, and not a step longer', async () => {
    const moment = await momentAt(noon)
    for (let steps = -ACCEPTED_STEPS; steps <= ACCEPTED_STEPS; steps++) expect(await judgeMoment(moment, seed, noon + steps * STEP_SECONDS * 1000)).toBe('ok')
    for (const steps of [-ACCEPTED_STEPS - 1, ACCEPTED_STEPS + 1, 1_000_000]) expect(await judgeMoment(moment, seed, noon + steps * STEP_SECONDS * 1000)).toBe('stale')
  })

  it('of another seed or with another time written in it is wrong', async () => {
    const moment = await momentAt(noon)
    expect(await judgeMoment(moment, new Uint8Array(32), noon)).toBe('wrong')
    expect(await judgeMoment({ ...moment, step: moment.step + 1 }, seed, noon)).toBe('wrong')
    expect(await judgeMoment({ ...moment, mac: moment.mac.slice(0, 7) }, seed, noon)).toBe('wrong')
  })

  it('counts half minutes since 1970', () => {
    expect([stepAt(0), stepAt(29_999), stepAt(30_000)]).toEqual([0, 0, 1])
  })
})

describe('base 32', () => {
  it('reads the examples of RFC 4648, and gives every length of bytes back', () => {
    expect(['', 'f', 'fo', 'foo', 'foob', 'fooba', 'foobar'].map(text => toBase32(new TextEncoder().encode(text)))).toEqual(['', 'MY', 'MZXQ', 'MZXW6', 'MZXW6YQ', 'MZXW6YTB', 'MZXW6YTBOI'])
    for (let length = 0; length < 40; length++) {
      const bytes = Uint8Array.from({ length }, (_, index) => index * 37 & 255)
      expect(fromBase32(toBase32(bytes))).toEqual(bytes)
    }
  })

  it('takes one text only for each thing', () => {
    for (const text of ['MZ', 'MY=', 'my', 'M1', 'MYA', 'MZXWB']) expect([text, fromBase32(text)]).toEqual([text, null])
  })
})
