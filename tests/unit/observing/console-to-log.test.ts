import { afterEach, describe, expect, it, vi } from 'vitest'
import { takeConsole } from '#server/observing/console-to-log.ts'
import { log } from '#server/observing/log.ts'

describe('what libraries tell the console', () => {
  afterEach(() => void vi.restoreAllMocks())

  it('becomes an event each, an error with its stack as a field and without the values of its query', () => {
    const console = { debug() {}, log() {}, info() {}, warn() {}, error() {}, trace() {} } as unknown as Console
    const before = { ...console }
    const told: unknown[][] = []
    for (const level of ['info', 'warn', 'error'] as const) vi.spyOn(log, level).mockImplementation((message, fields = {}) => void told.push([level, message, fields]))
    const giveBack = takeConsole(console)
    console.log('Listening on %s', 'http://localhost:3000')
    console.warn('careful', { a: 1 })
    console.error('[request error] [unhandled] [GET] /x\n', Object.assign(new Error('Failed query: select 1\nparams: secret'), { query: 'select 1', params: ['secret'] }))
    expect(told).toEqual([
      ['info', 'Listening on http://localhost:3000', {}],
      ['warn', 'careful { a: 1 }', {}],
      ['error', expect.stringContaining('Failed query: select 1'), { error: expect.stringContaining('console-to-log.test') }]
    ])
    expect(JSON.stringify(told)).not.toContain('secret')
    giveBack()
    expect(console).toEqual(before)
  })
})
