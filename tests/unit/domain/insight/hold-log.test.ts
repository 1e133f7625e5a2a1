import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Database } from '#drizzle/database.ts'
import { HoldLog } from '#server/domain/insight/behaviour/hold-log.ts'
import type { NewBehaviour } from '#server/domain/insight/behaviour/write.ts'

const hold = (token: string) => ({ eventId: 'e', sessionId: 's', token, places: 2, untilMs: 1_000 })

/** A database that takes rows, or is away. */
function givenDatabase() {
  const state = { isAway: false, batches: [] as NewBehaviour[][] }
  const values = (rows: NewBehaviour[]) => {
    if (state.isAway) return Promise.reject(new Error('away'))
    state.batches.push(rows)
    return Promise.resolve()
  }
  return { state, db: { insert: () => ({ values }) } as unknown as Database }
}

beforeEach(() => { vi.useFakeTimers() })
afterEach(() => { vi.useRealTimers() })

describe('the log of holds', () => {
  it('writes what came within a second together, and names no token', async () => {
    const { state, db } = givenDatabase()
    const log = new HoldLog(db)
    log.began(hold('secret-a'), 'u')
    log.extended(hold('secret-a'))
    expect(state.batches).toEqual([])
    await vi.advanceTimersByTimeAsync(1_000)
    expect(state.batches.map(rows => rows.map(row => row.kind))).toEqual([['hold', 'hold-extended']])
    expect(state.batches[0]![0]).toMatchObject({ userId: 'u', places: 2, until: new Date(1_000) })
    expect(JSON.stringify(state.batches)).not.toContain('secret-a')
  })

  it('writes a rush in batches at once', async () => {
    const { state, db } = givenDatabase()
    const log = new HoldLog(db)
    for (let n = 0; n < 450; n++) log.began(hold(`t${n}`), null)
    await log.flush()
    expect(state.batches.map(rows => rows.length).sort((a, b) => b - a)).toEqual([200, 200, 50])
  })

  it('keeps rows for a database that is away, but not all the memory there is', async () => {
    const { state, db } = givenDatabase()
    state.isAway = true
    const log = new HoldLog(db)
    for (let n = 0; n < 20_000; n++) log.began(hold(`t${n}`), null)
    await vi.advanceTimersByTimeAsync(3_000)
    state.isAway = false
    await vi.advanceTimersByTimeAsync(60_000)
    const written = state.batches.flat()
    expect(written.length).toBeGreaterThan(4_000)
    expect(written.length).toBeLessThanOrEqual(5_200)
    expect(new Set(written.map(row => row.holdHash)).size).toBe(written.length)
  })

  it('closes with its last rows written, and waits a second for a database that never answers', async () => {
    const { state, db } = givenDatabase()
    const log = new HoldLog(db)
    log.began(hold('last'), null)
    await log.close()
    expect(state.batches.flat()).toHaveLength(1)
    const stuck = new HoldLog({ insert: () => ({ values: () => new Promise(() => {}) }) } as unknown as Database)
    stuck.began(hold('never'), null)
    const closed = stuck.close()
    await vi.advanceTimersByTimeAsync(1_000)
    await expect(closed).resolves.toBeUndefined()
  })
})
