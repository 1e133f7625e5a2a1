import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { keepLine } from '../../../../app/live/keep-line.ts'
import type { LineEnd, OpenLine } from '../../../../app/live/ways.ts'

interface Opened { way: string, version: number, end: LineEnd, isClosed: boolean }

let opened: Opened[]
let losses: number
let heard: unknown[]
let version: number
let line: { stop(): void } | undefined

const wayCalled = (way: string): OpenLine => (_path, version, _kinds, end) => {
  const line = { way, version, end, isClosed: false }
  opened.push(line)
  return () => { line.isClosed = true }
}
const last = () => opened.at(-1)!

beforeEach(() => {
  vi.useFakeTimers()
  vi.stubGlobal('window', new EventTarget())
  opened = []
  losses = 0
  heard = []
  version = 7
  line = keepLine({
    path: '/api/sessions/1', ways: [wayCalled('socket'), wayCalled('events')], kinds: ['seats'], version: () => version,
    heard: (kind, body) => heard.push([kind, body]), lost: () => losses++
  })
})
afterEach(() => {
  line?.stop()
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

describe('a live line', () => {
  it('is kept when it was greeted, and brings what it is for', () => {
    last().end.heard('hello', {})
    last().end.heard('alive', {})
    last().end.heard('seats', { version: 8 })
    vi.advanceTimersByTime(30_000)
    expect([opened.length, losses]).toEqual([1, 0])
    expect(heard).toEqual([['seats', { version: 8 }]])
  })

  it('RT-06: goes by events at once where sockets do not open', () => {
    last().end.lost()
    expect(opened.map(o => o.way)).toEqual(['socket', 'events'])
    last().end.heard('hello', {})
    expect(losses).toBe(0)
  })

  it('RT-06: gives a way up that opens but is held up by somebody in between', () => {
    vi.advanceTimersByTime(5_000)
    expect(opened.map(o => [o.way, o.isClosed])).toEqual([['socket', true], ['events', false]])
    vi.advanceTimersByTime(5_000)
    expect(losses).toBe(1)
  })

  it('stays with the way that worked, from the version that is known by then', () => {
    last().end.lost()
    last().end.heard('hello', {})
    version = 9
    last().end.lost()
    vi.advanceTimersByTime(3_000)
    expect([last().way, last().version]).toEqual(['events', 9])
  })

  it('RT-02: comes back within three seconds of breaking, not at the same moment as others', () => {
    const waits = new Set<number>()
    for (let n = 0; n < 50; n++) {
      last().end.heard('hello', {})
      const before = opened.length
      last().end.lost()
      let waited = 0
      for (; opened.length === before; waited += 100) vi.advanceTimersByTime(100)
      waits.add(waited)
    }
    expect(Math.min(...waits)).toBeGreaterThanOrEqual(300)
    expect(Math.max(...waits)).toBeLessThanOrEqual(3_000)
    expect(waits.size).toBeGreaterThan(10)
  })

  it('RT-02: tries at least every ten seconds while the server is away, where it has worked before', () => {
    last().end.heard('hello', {})
    last().end.lost()
    for (let round = 0; round < 12; round++) {
      const before = opened.length
      vi.advanceTimersByTime(10_000)
      expect(opened.length).toBeGreaterThan(before)
      while (opened.some(o => !o.isClosed)) last().end.lost()
    }
  })

  it('bothers a network that never let it through about once a minute', () => {
    const fail = () => { while (opened.some(o => !o.isClosed)) last().end.lost() }
    for (let minute = 0; minute < 10; minute++) {
      fail()
      vi.advanceTimersByTime(60_000)
    }
    const before = opened.length
    for (let second = 0; second < 600; second++) {
      fail()
      vi.advanceTimersByTime(1_000)
    }
    expect(opened.length - before).toBeLessThanOrEqual(2 * 20)
  })

  it('is given up after forty seconds of silence', () => {
    last().end.heard('hello', {})
    vi.advanceTimersByTime(39_000)
    expect(losses).toBe(0)
    vi.advanceTimersByTime(2_000)
    expect(losses).toBe(1)
  })

  it('tries at once when the browser is back in its network', () => {
    last().end.lost()
    last().end.lost()
    const before = opened.length
    window.dispatchEvent(new Event('online'))
    expect(opened.length).toBe(before + 1)
  })

  it('ends with its page', () => {
    last().end.heard('hello', {})
    line!.stop()
    expect(last().isClosed).toBe(true)
    vi.advanceTimersByTime(600_000)
    expect(opened).toHaveLength(1)
  })
})
