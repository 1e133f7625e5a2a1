import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type LogEvent, jsonLine, plainLine } from '#server/observing/log-line.ts'

const at = new Date('2026-11-26T10:00:00.000Z')
const event = (message: string, fields: LogEvent['fields'] = {}): LogEvent => ({ at, level: 'info', message, fields })
const parsed = (message: string, fields?: LogEvent['fields']) => JSON.parse(jsonLine(event(message, fields))) as Record<string, unknown>

describe('V-15: a line of the log', () => {
  it('says when, how grave, what, and what about', () => {
    expect(parsed('request', { route: '/api/version', status: 200 })).toEqual({ time: at.toISOString(), level: 'info', message: 'request', route: '/api/version', status: 200 })
  })

  it.each([jsonLine, plainLine])('is one line of plain letters, whatever is told (%o)', (line) => {
    const marks = fc.constantFrom('\r\n', '\n', '\u001b[2J', '\u009b31m', '"', '\\', '\u2028', '\u202e', '\0', '{"level":"error"}', '\u{1F3AB}', '票')
    const text = fc.array(fc.oneof(marks, fc.string({ unit: 'binary' })), { maxLength: 8 }).map(parts => parts.join(''))
    fc.assert(fc.property(text, fc.dictionary(text, fc.oneof(text, fc.double(), fc.anything())), (message, fields) => {
      const written = line(event(message, fields))
      expect(written).not.toMatch(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u)
      if (line === jsonLine) expect(JSON.parse(written)).toMatchObject({ time: at.toISOString(), level: 'info' })
    }), { numRuns: 100 })
  })

  it('names the trace, and masks what only looks like one', () => {
    const id = '0af7651916cd43dd8448eb211c80319c'
    expect(parsed('request', { traceId: id, other: id })).toMatchObject({ traceId: id, other: '***' })
    expect(parsed('request', { traceId: `Bearer ${id}` })).toMatchObject({ traceId: 'Bearer ***' })
  })

  it('keeps its own names to itself', () => {
    expect(parsed('real', { level: 'error', message: 'false', time: 'never' })).toMatchObject({ level: 'info', message: 'real', time: at.toISOString(), level_: 'error' })
  })

  it('is short where a value has a megabyte, in a message, a field, a list or many fields', () => {
    const huge = 'x y'.repeat(400_000)
    const all = { value: huge, list: Array(1000).fill(huge), deep: { a: { b: { c: { d: { e: huge } } } } }, ...Object.fromEntries(Array.from({ length: 1000 }, (_, i) => [`f${i}`, huge])) }
    expect(jsonLine(event(huge, all)).length).toBeLessThan(40_000)
    expect(parsed(huge).message).toMatch(/\.\.\. \(1200000 letters\)$/)
  })

  it('tells of an error where it came through, and of a failed query nothing that it was asked with', () => {
    const cause = new Error('duplicate key')
    const failed = Object.assign(new Error('Failed query: insert into users\nparams: li@example.org'), { query: 'insert into users (email) values ($1)', params: ['li@example.org'], cause })
    const { error } = parsed('request failed', { error: failed }) as { error: string }
    expect(error).toContain('insert into users (email) values ($1)')
    expect(error).toContain('log-line.test')
    expect(error).toContain('duplicate key')
    expect(error).not.toContain('li@example.org')
  })

  it('goes round and round in nothing', () => {
    const ring: Record<string, unknown> = { name: 'ring' }
    ring.self = ring
    expect(() => jsonLine(event('ring', { ring, when: new Date(Number.NaN), fn: () => 1, big: 10n }))).not.toThrow()
  })
})
