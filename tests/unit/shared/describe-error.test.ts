import { DrizzleQueryError } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { describeError, traceError } from '#shared/errors/describe-error.ts'

describe('what logs say of an error', () => {
  const failed = new DrizzleQueryError('insert into "outbox" values ($1, $2)', ['mia@example.com', '{"code":"481516"}'], new Error('value too long for type character varying(20)'))

  it('G-03: a failed query is told without what it was asked with', () => {
    for (const told of [describeError(failed), traceError(failed), traceError(new Error('no turn', { cause: failed }))]) {
      expect(told).toContain('insert into "outbox"')
      expect(told).toContain('value too long')
      expect(told).not.toMatch(/mia@|481516/)
    }
  })

  it('a trace still leads to the place', () => {
    expect(traceError(failed)).toContain('describe-error.test.ts')
    expect(traceError(new TypeError('x is no y'))).toMatch(/^TypeError: x is no y\n\s+at /)
  })

  it('whatever else is thrown is told as it is, and capped', () => {
    expect(describeError('a word')).toBe('a word')
    expect(describeError(new Error('m'.repeat(100_000))).length).toBeLessThan(600)
  })
})
