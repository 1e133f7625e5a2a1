import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { pollStatus } from '../../../../app/live/poll-status.ts'

const asked: { headers: Record<string, string>, answer: (version: number | null, after?: string) => void }[] = []
const news: number[] = []

beforeEach(() => {
  vi.useFakeTimers()
  asked.length = 0
  news.length = 0
  vi.stubGlobal('fetch', (_path: string, init: { headers: Record<string, string> }) => new Promise<Response>((resolve) => {
    asked.push({
      headers: init.headers,
      answer: (version, after = '4000') => resolve(version === null
        ? new Response(null, { status: 304, headers: { 'x-poll-after-ms': after } })
        : new Response(JSON.stringify({ version }), { headers: { 'etag': `"${version}"`, 'x-poll-after-ms': after } }))
    })
  }))
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

const settle = () => vi.advanceTimersByTimeAsync(0)

describe('asking for the status', () => {
  it('RT-06: goes on as often as the server says, and does not ask again for what it has', async () => {
    const polls = pollStatus('/api/sessions/1', status => news.push(status.version))
    polls.start()
    asked[0]!.answer(5, '20000')
    await settle()
    await vi.advanceTimersByTimeAsync(17_000)
    expect(asked).toHaveLength(1)
    await vi.advanceTimersByTimeAsync(6_000)
    expect(asked[1]!.headers).toEqual({ 'if-none-match': '"5"' })
    asked[1]!.answer(null)
    await settle()
    expect(news).toEqual([5])
    polls.stop()
    await vi.advanceTimersByTimeAsync(60_000)
    expect(asked).toHaveLength(2)
  })

  it('RT-02: an answer that comes when the line is live again is not taken for news', async () => {
    const polls = pollStatus('/api/sessions/1', status => news.push(status.version))
    polls.start()
    polls.stop()
    asked[0]!.answer(3)
    await settle()
    expect(news).toEqual([])
  })

  it('says whether anybody answered', async () => {
    const polls = pollStatus('/api/sessions/1', () => {})
    vi.stubGlobal('fetch', () => Promise.reject(new Error('no network')))
    expect(await polls.ask()).toBe(false)
    vi.stubGlobal('fetch', () => Promise.resolve(new Response('', { status: 503 })))
    expect(await polls.ask()).toBe(false)
  })
})
