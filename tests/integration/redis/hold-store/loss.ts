import { expect, it } from 'vitest'
import { SeatStatus } from '#shared/seating/seat-status.ts'
import type { Bench } from './bench.ts'

/** All of it is lost in the middle of a sale. */
export function loss(bench: Bench) {
  const { session, ask, held, statuses } = bench

  it('F-03: after a FLUSHALL it is cold, forgets the holds, fences old news, and opens when filled again', async () => {
    const sessionId = await session()
    const hold = await held(sessionId, [1])
    const before = (await bench.store.snapshot(sessionId))!.version
    await bench.under.flush()
    expect(await ask(sessionId, [1])).toEqual({ ok: false, reason: 'cold' })
    expect(await bench.store.read(sessionId, hold.token)).toBeNull()
    expect(await bench.store.changesSince(sessionId, before)).toBe('cold')

    await bench.store.tell(sessionId, { seats: [{ seatIndex: 2, state: 'sold', seq: 8 }], areas: [] })
    await bench.store.warm(sessionId, { seats: [{ seatIndex: 2, state: 'free', seq: 7 }, { seatIndex: 3, state: 'sold', seq: 5 }], areas: [], offSaleSeats: [] })
    expect(await statuses(sessionId)).toEqual({ 2: SeatStatus.sold, 3: SeatStatus.sold })
    expect((await bench.store.snapshot(sessionId))!.version).toBeGreaterThan(before)
    expect(await bench.store.changesSince(sessionId, before)).toBe('gap')
    expect((await ask(sessionId, [1])).ok).toBe(true)
  })
}
