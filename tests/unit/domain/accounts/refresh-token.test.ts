import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hashRefreshToken, looksLikeRefreshToken, newRefreshToken, openSuccessor, sealSuccessor } from '#server/domain/accounts/refresh-token.ts'

describe('refresh token', () => {
  it('is 256 random bits', () => {
    const tokens = Array.from({ length: 1000 }, newRefreshToken)
    expect(new Set(tokens).size).toBe(1000)
    for (const token of tokens) expect(Buffer.from(token, 'base64url')).toHaveLength(32)
    expect(tokens.every(looksLikeRefreshToken)).toBe(true)
  })

  it('is looked up only when it can be one', () => {
    fc.assert(fc.property(fc.string(), text => !looksLikeRefreshToken(text) || text.length === 43))
    expect(looksLikeRefreshToken('x'.repeat(65_536))).toBe(false)
  })

  it('leaves nothing of itself in its hash', () => {
    const token = newRefreshToken()
    expect(hashRefreshToken(token)).toMatch(/^[\w-]{43}$/)
    expect(hashRefreshToken(token)).not.toBe(token)
  })

  it('opens its successor, and no other token does', () => {
    const [mine, other, successor] = [newRefreshToken(), newRefreshToken(), newRefreshToken()]
    const sealed = sealSuccessor(successor, mine)
    expect(sealed).not.toContain(successor)
    expect(openSuccessor(sealed, mine)).toBe(successor)
    expect(() => openSuccessor(sealed, other)).toThrow()
  })

  it('does not open what was changed', () => {
    const mine = newRefreshToken()
    const bytes = Buffer.from(sealSuccessor(newRefreshToken(), mine), 'base64url')
    fc.assert(fc.property(fc.integer({ min: 0, max: bytes.length - 1 }), fc.integer({ min: 1, max: 255 }), (place, change) => {
      const changed = Buffer.from(bytes)
      changed[place]! ^= change
      expect(() => openSuccessor(changed.toString('base64url'), mine)).toThrow()
    }))
  })
})
