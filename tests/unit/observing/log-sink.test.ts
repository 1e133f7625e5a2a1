import { describe, expect, it, vi } from 'vitest'
import { LogSink } from '#server/observing/log-sink.ts'

type Done = (error: NodeJS.ErrnoException | null, written: number) => void

/** A descriptor that takes what it is told to. */
function descriptor() {
  const asked: { text: string, done: Done }[] = []
  const sink = new LogSink(99, (_fd, bytes, offset, length, _position, done) => void asked.push({ text: bytes.subarray(offset, offset + length).toString(), done }))
  return { sink, asked }
}

describe('the way of lines to their reader', () => {
  it('writes together what was said in one turn, and what is said meanwhile after it', async () => {
    const { sink, asked } = descriptor()
    sink.put('one')
    sink.put('two')
    await vi.waitFor(() => expect(asked.map(({ text }) => text)).toEqual(['one\ntwo\n']))
    sink.put('three')
    asked[0]!.done(null, 8)
    await vi.waitFor(() => expect(asked.map(({ text }) => text)).toEqual(['one\ntwo\n', 'three\n']))
  })

  it('goes on where only a part was taken, and asks again where nothing was', async () => {
    const { sink, asked } = descriptor()
    sink.put('one')
    await vi.waitFor(() => expect(asked).toHaveLength(1))
    asked[0]!.done(null, 2)
    await vi.waitFor(() => expect(asked[1]?.text).toBe('e\n'))
    asked[1]!.done(Object.assign(new Error('busy'), { code: 'EAGAIN' }), 0)
    await vi.waitFor(() => expect(asked[2]?.text).toBe('e\n'))
  })

  it('F-12: keeps little and waits for nobody while its reader takes nothing, and says how much was lost', async () => {
    const { sink, asked } = descriptor()
    const line = 'x'.repeat(1_000)
    sink.put('first')
    await vi.waitFor(() => expect(asked).toHaveLength(1))
    for (let i = 0; i < 5_000; i++) sink.put(line)
    expect(sink.dropped).toBe(3_000)
    asked[0]!.done(null, 6)
    await vi.waitFor(() => expect(asked[1]?.text).toHaveLength(2_000 * 1_001))
  })

  it('F-12: a full disk loses the lines that it did not take, and no others', async () => {
    const { sink, asked } = descriptor()
    sink.put('one')
    await vi.waitFor(() => expect(asked).toHaveLength(1))
    asked[0]!.done(Object.assign(new Error('full'), { code: 'ENOSPC' }), 0)
    expect(sink.dropped).toBe(1)
    sink.put('two')
    await vi.waitFor(() => expect(asked[1]?.text).toBe('two\n'))
  })
})
