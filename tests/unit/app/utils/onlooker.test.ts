import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { keepConsent, readConsent, refusesTracking } from '~/utils/consent.ts'
import { openOnlooker } from '~/utils/onlooker.ts'

const page = Object.assign(new EventTarget(), { visibilityState: 'visible' })
const view = (path: string) => ({ kind: 'view' as const, page: path })

beforeEach(() => {
  vi.useFakeTimers()
  const windowTarget = new EventTarget()
  const kept = new Map<string, string>()
  vi.stubGlobal('document', page)
  vi.stubGlobal('addEventListener', windowTarget.addEventListener.bind(windowTarget))
  vi.stubGlobal('removeEventListener', windowTarget.removeEventListener.bind(windowTarget))
  vi.stubGlobal('dispatchEvent', windowTarget.dispatchEvent.bind(windowTarget))
  vi.stubGlobal('navigator', {})
  vi.stubGlobal('localStorage', { getItem: (key: string) => kept.get(key) ?? null, setItem: (key: string, value: string) => void kept.set(key, value) })
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

describe('what a browser tells of what was seen', () => {
  it('is sent together, and when the page goes away', () => {
    const sent: string[] = []
    const onlooker = openOnlooker(body => sent.push(body))
    onlooker.note(view('/'))
    onlooker.note(view('/events/a'))
    vi.advanceTimersByTime(9_999)
    expect(sent).toEqual([])
    vi.advanceTimersByTime(1)
    expect(sent.map(body => JSON.parse(body) as unknown)).toEqual([{ agreed: true, seen: [view('/'), view('/events/a')] }])
    onlooker.note(view('/events/b'))
    dispatchEvent(new Event('pagehide'))
    expect(sent).toHaveLength(2)
    vi.advanceTimersByTime(60_000)
    expect(sent).toHaveLength(2)
    onlooker.stop()
  })

  it('is at most fifty at once', () => {
    const sent: string[] = []
    const onlooker = openOnlooker(body => sent.push(body))
    for (let n = 0; n < 51; n++) onlooker.note(view(`/events/${n}`))
    dispatchEvent(new Event('pagehide'))
    expect(sent.map(body => (JSON.parse(body) as { seen: unknown[] }).seen.length)).toEqual([50, 1])
    onlooker.stop()
  })

  it('is forgotten where the answer is taken back before it was sent', () => {
    const sent: string[] = []
    const onlooker = openOnlooker(body => sent.push(body))
    onlooker.note(view('/'))
    onlooker.forget()
    dispatchEvent(new Event('pagehide'))
    onlooker.note(view('/'))
    onlooker.stop()
    dispatchEvent(new Event('pagehide'))
    vi.advanceTimersByTime(60_000)
    expect(sent).toEqual([])
  })
})

describe('G-05: whether it may be told', () => {
  it('is asked, kept, and never assumed', () => {
    expect(readConsent()).toBeNull()
    keepConsent('yes')
    expect(readConsent()).toBe('yes')
    localStorage.setItem('foyer-consent', 'perhaps')
    expect(readConsent()).toBeNull()
  })

  it.each([{ globalPrivacyControl: true }, { doNotTrack: '1' }])('is no where the browser says so: %j', (says) => {
    keepConsent('yes')
    vi.stubGlobal('navigator', says)
    expect([refusesTracking(), readConsent()]).toEqual([true, 'no'])
  })

  it('is no where nothing can be kept', () => {
    vi.stubGlobal('localStorage', { getItem: () => { throw new DOMException('denied', 'SecurityError') } })
    expect(readConsent()).toBe('no')
  })
})
