import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { diffEvents, sizeOfChanges } from '#shared/publishing/event-diff.ts'
import type { EventDocument } from '#shared/publishing/event-document.ts'
import { KEYS, OTHER_PLAN, anyDraft, play, withChanges } from './documents.ts'

/** `path size [sessions]` of each change. */
function changesOf(next: Partial<EventDocument>, base = play()): string[] {
  return diffEvents(base, { ...base, ...next }).map(change => `${change.path} ${change.size}${change.sessionKeys.length > 0 ? ` ${change.sessionKeys.map(key => KEYS.indexOf(key)).join()}` : ''}`)
}

const { sessions, ticketTypes } = play()
const [first, second] = sessions as [EventDocument['sessions'][number], EventDocument['sessions'][number]]
const [adult, student] = ticketTypes as [EventDocument['ticketTypes'][number], EventDocument['ticketTypes'][number]]

describe('what is different', () => {
  it('between equal documents is nothing, however they are written', () => {
    fc.assert(fc.property(anyDraft, (document) => {
      expect(diffEvents(document, structuredClone(document))).toEqual([])
      const reversed = { ...document, sessions: document.sessions.toReversed(), ticketTypes: document.ticketTypes.map(type => ({ ...type, sessionKeys: type.sessionKeys?.toReversed() ?? null })).toReversed(), promoCodes: document.promoCodes.toReversed() }
      expect(diffEvents(document, reversed)).toEqual([])
    }))
    expect(changesOf({ sessions: [{ ...first, startsAt: '2026-12-04T19:30:00+08:00' }, second] })).toEqual([])
  })

  it('made to the one gives the other', () => {
    fc.assert(fc.property(anyDraft, anyDraft, (base, next) => {
      const changes = diffEvents(base, next)
      expect(diffEvents(withChanges(base, changes), next)).toEqual([])
      expect(new Set(changes.map(change => change.path)).size).toBe(changes.length)
      for (const change of changes) for (const key of change.sessionKeys) expect(base.sessions.map(session => session.key)).toContain(key)
    }), { numRuns: 300 })
  })

  it('is small where it is a typo, a text, a picture, a limit, a code, or something more', () => {
    expect(changesOf({ name: { en: 'The Tin Lighthuose', zh: '铁皮灯塔' } })).toEqual(['name.en small'])
    expect(changesOf({ name: { en: 'THE TIN LIGHTHOUSE!', zh: '铁皮灯塔' } })).toEqual(['name.en small'])
    expect(changesOf({ description: { en: 'More waves.', zh: '海浪。' }, perPersonLimit: 4, promoCodes: [], cover: { kind: 'poster', seed: 'sun' } }))
      .toEqual(['description.en small', 'cover small', 'perPersonLimit small', `promoCodes.${KEYS[8]} small`])
    expect(changesOf({ sessions: [...sessions, { ...second, key: KEYS[2]! }], ticketTypes: [...ticketTypes, { ...adult, key: KEYS[6]! }] })).toEqual([`sessions.${KEYS[2]} small`, `ticketTypes.${KEYS[6]} small`])
    expect(changesOf({ sessions: [{ ...first, saleEndsAt: first.endsAt, doorsAt: null }, second] })).toEqual([`sessions.${KEYS[0]}.doorsAt small`, `sessions.${KEYS[0]}.saleEndsAt small`])
  })

  it('is large where somebody with a ticket would want to know, and says whose', () => {
    expect(changesOf({ name: { en: 'The Tin Lighthouse', zh: '北京人在纽约' } })).toEqual(['name.zh large 0,1'])
    expect(changesOf({ sessions: [{ ...first, startsAt: '2026-12-04T12:00:00Z' }, second] })).toEqual([`sessions.${KEYS[0]}.startsAt large 0`])
    expect(changesOf({ sessions: [first, { ...second, planId: OTHER_PLAN }] })).toEqual([`sessions.${KEYS[1]}.planId large 1`])
    expect(changesOf({ sessions: [first, { ...second, status: 'cancelled' }] })).toEqual([`sessions.${KEYS[1]}.status large 1`])
    expect(changesOf({ sessions: [first] })).toEqual([`sessions.${KEYS[1]} large 1`])
    expect(changesOf({ currency: 'EUR' })).toEqual(['currency large'])
  })

  it('a price is large either way; those who may have paid more are concerned only where it falls', () => {
    const priced = (priceMinor: number) => ({ ticketTypes: [adult, { ...student, priceMinor }] })
    expect(changesOf(priced(20_000))).toEqual([`ticketTypes.${KEYS[5]}.priceMinor large`])
    expect(changesOf(priced(18_000))).toEqual([`ticketTypes.${KEYS[5]}.priceMinor large 1`])
    expect(changesOf({ ticketTypes: [{ ...adult, priceMinor: 1 }, student] })).toEqual([`ticketTypes.${KEYS[4]}.priceMinor large 0,1`])
  })

  it('a price cannot be changed unseen by taking it away and putting on another', () => {
    expect(sizeOfChanges(diffEvents(play(), play({ ticketTypes: [{ ...adult, key: KEYS[6]!, priceMinor: 1 }, student] })))).toBe('large')
    expect(changesOf({ ticketTypes: [{ ...adult, sessionKeys: [KEYS[0]!] }, student] })).toEqual([`ticketTypes.${KEYS[4]}.sessionKeys large`])
    expect(changesOf({ ticketTypes: [adult, { ...student, sessionKeys: null }] })).toEqual([`ticketTypes.${KEYS[5]}.sessionKeys small`])
  })

  it('a quota is large where it leaves less to be sold of what is sold now', () => {
    const students = { key: KEYS[9]!, name: { en: 'Students', zh: '学生' }, ticketTypeKeys: [KEYS[5]!], capacity: 100 }
    const base = play({ quotas: [students] })
    const about = (...quotas: NonNullable<EventDocument['quotas']>) => changesOf({ quotas }, base)
    expect(changesOf({ quotas: [students] })).toEqual([`quotas.${KEYS[9]} large`])
    expect(changesOf({ ticketTypes: [...ticketTypes, { ...adult, key: KEYS[6]! }], quotas: [{ ...students, ticketTypeKeys: [KEYS[6]!] }] })).toEqual([`ticketTypes.${KEYS[6]} small`, `quotas.${KEYS[9]} small`])
    expect(about({ ...students, capacity: 99 })).toEqual([`quotas.${KEYS[9]}.capacity large`])
    expect(about({ ...students, capacity: 101, name: { en: 'Young people', zh: '学生' } })).toEqual([`quotas.${KEYS[9]}.name small`, `quotas.${KEYS[9]}.capacity small`])
    expect(about({ ...students, ticketTypeKeys: [KEYS[4]!, KEYS[5]!] })).toEqual([`quotas.${KEYS[9]}.ticketTypeKeys large`])
    expect(about()).toEqual([`quotas.${KEYS[9]} small`])
  })

  it('is as large as its largest part', () => {
    expect(sizeOfChanges([{ size: 'small' }, { size: 'large' }])).toBe('large')
    expect(sizeOfChanges([{ size: 'small' }])).toBe('small')
    expect(sizeOfChanges([])).toBe('small')
  })
})
