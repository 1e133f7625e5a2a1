import { describe, expect, it } from 'vitest'
import { openKeyRing, publicKeysOf } from '#server/domain/tickets/index.ts'
import { parseTicketKeys, ticketKeySpecs } from '#server/http/ticket-key-settings.ts'

const ring = (text: string, secret = 'a secret') => publicKeysOf(openKeyRing(ticketKeySpecs(parseTicketKeys(text), secret)))
const seed = Buffer.alloc(32, 3).toString('base64url')

describe('the setting of ticket keys', () => {
  it('derives a key for each number; the first signs, and what is left out is retired', () => {
    const { keys, retired } = ring('4, 2')
    expect(keys.map(key => [key.id, key.isSigning])).toEqual([[4, true], [2, false]])
    expect(retired).toEqual([1, 3])
    expect(ring('2').keys[0]!.publicKey).toBe(keys[1]!.publicKey)
    expect(ring('2', 'another secret').keys[0]!.publicKey).not.toBe(keys[1]!.publicKey)
  })

  it('takes seeds of its own, and public keys of a secret that was replaced', () => {
    const before = ring('1', 'the old secret').keys[0]!.publicKey
    const { keys } = ring(`2:${seed},1@${before}`, 'the new secret')
    expect(keys[1]!.publicKey).toBe(before)
    expect(keys[0]!.publicKey).toBe(ring(`2:${seed}`, 'any').keys[0]!.publicKey)
  })

  it.each([
    ['', 'is a list'], ['0', 'is a list'], ['256', 'is a list'], ['1;2', 'is a list'], ['1:short', 'is a list'], ['2,2', 'twice'], [`1@${seed}`, 'begins with the key that signs']
  ])('refuses %j and says why', (text, why) => {
    expect(() => parseTicketKeys(text)).toThrow(why)
  })
})
