import { describe, expect, it } from 'vitest'
import { moneyText, moneyTyped } from '../../../../app/composables/publish/money-text.ts'
import { priceRows } from '../../../../app/composables/publish/price-rows.ts'
import { bulkChanged, movedTo } from '../../../../app/composables/publish/session-moves.ts'
import { type SessionPlan, plannedSessions, sessionsOf } from '../../../../app/composables/publish/session-plan.ts'
import { instantAt, wallClockOf } from '../../../../app/composables/publish/wall-clock.ts'
import type { DraftSession, DraftTicketType } from '#shared/publishing/event-document.ts'

const PLAN: SessionPlan = {
  venueId: null, planId: null, repeat: 'weekly', from: '2026-12-01', times: ['19:30'], interval: 1, weekdays: [2], end: 'count', until: '', count: 3, exceptions: [],
  minutes: 120, doors: 30, saleStartsAt: '2026-11-01T02:00:00.000Z', saleEndsBefore: 60
}

describe('an amount in the price list', () => {
  it('is read as people type prices, in the currency\'s own minor units', () => {
    expect(['380', '1,280.50', '３８０', '12.5', ''].map(text => moneyTyped(text, 'CNY'))).toEqual([38000, 128050, 38000, 1250, null])
    expect(['380', '380.5', '380.00'].map(text => moneyTyped(text, 'JPY'))).toEqual([380, undefined, 380])
    expect(['-1', 'abc', '1.234', '1e3'].map(text => moneyTyped(text, 'CNY'))).toEqual([undefined, undefined, undefined, undefined])
  })

  it('is written back as it was meant', () => {
    for (const [minor, currency] of [[38000, 'CNY'], [38050, 'CNY'], [5, 'CNY'], [380, 'JPY'], [1234, 'KWD'], [0, 'CNY']] as const) expect(moneyTyped(moneyText(minor, currency), currency)).toBe(minor)
  })
})

describe('a moment in the form', () => {
  it('is that of the venue\'s clock, on both sides of a change of the clocks', () => {
    expect(wallClockOf('2026-07-01T11:30:00Z', 'Europe/London')).toBe('2026-07-01T12:30')
    for (const text of ['2026-03-28T19:30', '2026-03-29T19:30', '2026-10-25T19:30']) expect(wallClockOf(instantAt(text, 'Europe/London'), 'Europe/London')).toBe(text)
    expect(instantAt('', 'Asia/Shanghai')).toBeNull()
  })
})

describe('new sessions', () => {
  it('are those that the form shows before they are added', () => {
    const starts = plannedSessions(PLAN, 'Asia/Shanghai')
    expect(starts.map(one => one.startsAt)).toEqual(['2026-12-01T11:30:00.000Z', '2026-12-08T11:30:00.000Z', '2026-12-15T11:30:00.000Z'])
    const [first] = sessionsOf(PLAN, starts)
    expect(first).toMatchObject({ endsAt: '2026-12-01T13:30:00.000Z', doorsAt: '2026-12-01T11:00:00.000Z', saleEndsAt: '2026-12-01T10:30:00.000Z', status: 'scheduled' })
    expect(new Set(sessionsOf(PLAN, starts).map(session => session.key)).size).toBe(3)
  })

  it('are none while the form is unfinished, and one where nothing repeats', () => {
    expect(plannedSessions({ ...PLAN, times: [''] }, 'Asia/Shanghai')).toEqual([])
    expect(plannedSessions({ ...PLAN, from: '' }, 'Asia/Shanghai')).toEqual([])
    expect(plannedSessions({ ...PLAN, repeat: 'once' }, 'Asia/Shanghai')).toHaveLength(1)
  })

  it('take along what hangs on their start when they are moved', () => {
    const [session] = sessionsOf(PLAN, plannedSessions(PLAN, 'Asia/Shanghai')) as [DraftSession]
    expect(movedTo(session, '2026-12-02T12:00:00.000Z')).toEqual({ startsAt: '2026-12-02T12:00:00.000Z', endsAt: '2026-12-02T14:00:00.000Z', doorsAt: '2026-12-02T11:30:00.000Z', saleEndsAt: '2026-12-02T11:00:00.000Z' })
    expect(bulkChanged(session, { field: 'time', value: '20:00' }, 'Asia/Shanghai').startsAt).toBe('2026-12-01T12:00:00.000Z')
    expect(bulkChanged({ ...session, startsAt: null }, { field: 'minutes', value: 90 }, 'Asia/Shanghai')).toEqual({})
  })
})

describe('the price list of a hall', () => {
  const type = (key: string, categoryKey: string, name: string): DraftTicketType => ({ key, name: { en: name, zh: name }, planId: 'hall', categoryKey, sessionKeys: null, priceMinor: 100, saleStartsAt: null, saleEndsAt: null })

  it('puts prices of the same name on one line', () => {
    const rows = priceRows([type('a', 'stalls', 'Adult'), type('b', 'stalls', 'Child'), type('c', 'circle', 'Adult'), { ...type('d', 'stalls', 'Adult'), planId: 'elsewhere' }], 'hall', new Map())
    expect(rows.map(row => row.types.map(one => one.key))).toEqual([['a', 'c'], ['b']])
  })

  it('keeps two lines apart while they are called the same for a moment', () => {
    const rowOf = new Map<string, string>()
    const before = [type('a', 'stalls', 'Adult'), type('b', 'circle', 'Child')]
    expect(priceRows(before, 'hall', rowOf)).toHaveLength(2)
    expect(priceRows(before.map(one => ({ ...one, name: { en: 'Adult', zh: 'Adult' } })), 'hall', rowOf)).toHaveLength(2)
  })
})
