import { eq } from 'drizzle-orm'
import fc from 'fast-check'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { gateDevices, gateScans, tickets } from '#drizzle/schema/index.ts'
import { deviceOf, handIn } from '#server/domain/gate/index.ts'
import { moveTickets } from '#server/domain/tickets/index.ts'
import type { House } from '#server/house.ts'
import type { ScanInput } from '#shared/api/gate.ts'
import { openTestHouse } from '#tests/support/house.ts'
import { memoryGateStore } from '#tests/support/memory-gate-store.ts'
import { ScanQueue } from '../../../app/gate/scan-queue.ts'
import { brokenTickets, deviceRow, givenDoors, givenPhone, recordedScans } from './gate-house.ts'

let house: House

beforeAll(async () => {
  house = await openTestHouse({ DATABASE_POOL: '20' })
})
afterEach(async () => {
  expect(await brokenTickets(house)).toEqual([])
})
afterAll(() => house.close())

const stateOf = async (id: string) => (await house.db.select().from(tickets).where(eq(tickets.id, id)))[0]!.state
const MINUTE = 60_000
const at = (ms: number) => new Date(Date.now() + ms).toISOString()

describe('phones without a network', () => {
  it('C-03: two that admit the same ticket are both shown with gate, phone and time, the same in every order in which they come back', async () => {
    const seen = new Set<string>()
    for (const order of permutations([0, 1, 2, 3])) {
      const doors = await givenDoors(house, 1)
      const code = await doors.code(doors.tickets[0]!)
      const [north, south] = [await givenPhone(house, doors, 'North'), await givenPhone(house, doors, 'South')]
      const first = north.offline({ code, deviceAt: at(-30 * MINUTE) })
      const steps: [typeof north, ScanInput][] = [
        [north, first], [north, north.offline({ kind: 'undo', undoes: first.nonce, deviceAt: at(-29 * MINUTE) })],
        [south, south.offline({ code, deviceAt: at(-20 * MINUTE) })], [north, north.offline({ code, deviceAt: at(-10 * MINUTE) })]
      ]
      for (const step of order) await steps[step]![0].handIn([steps[step]![1]])
      const { conflicts, admitted, inside } = await doors.desk()
      seen.add(JSON.stringify({ admitted, inside, kinds: conflicts.map(c => [c.kind, c.passages.map(p => [p.gate, p.device, p.wasOffline, Math.round((Date.now() - Date.parse(p.at)) / MINUTE)])]) }))
      expect(await stateOf(doors.tickets[0]!.id)).toBe('used')
    }
    expect([...seen]).toEqual([JSON.stringify({ admitted: 1, inside: 1, kinds: [['twice', [['South', 'South, phone', true, 20], ['North', 'North, phone', true, 10]]]] })])
  }, 240_000)

  it('C-03: whatever phones have done, its end is the same in any order of arrival', async () => {
    await fc.assert(fc.asyncProperty(
      fc.array(fc.record({ phone: fc.nat(2), kind: fc.constantFrom('entry' as const, 'entry' as const, 'exit' as const, 'undo' as const), minute: fc.nat(50) }), { minLength: 2, maxLength: 7 }),
      fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })),
      async (deeds, chances) => {
        const ends: unknown[] = []
        const shuffled = deeds.map((_, n) => n).map(n => ({ n, rank: chances.next().value as number })).toSorted((a, b) => a.rank - b.rank).map(one => one.n)
        for (const arrival of [deeds.map((_, n) => n), shuffled]) {
          const show = await givenDoors(house, 1)
          // One after the other: of two deeds in the same moment the older phone's comes first, in either house.
          const crew: Awaited<ReturnType<typeof givenPhone>>[] = []
          for (const name of ['North', 'South', 'East']) crew.push(await givenPhone(house, show, name))
          const code = await show.code(show.tickets[0]!)
          const made: { phone: number, scan: ScanInput }[] = []
          for (const { phone, kind, minute } of deeds) {
            const last = made.findLast(one => one.phone === phone && one.scan.kind !== 'undo')
            const deviceAt = new Date(START - minute * MINUTE).toISOString()
            if (kind === 'undo' && !last) continue
            made.push({ phone, scan: crew[phone]!.offline(kind === 'undo' ? { kind, undoes: last!.scan.nonce, deviceAt: last!.scan.deviceAt } : { code, kind, shown: kind === 'exit' ? 'left' : 'admitted', deviceAt }) })
          }
          for (const n of arrival) if (made[n]) await crew[made[n].phone]!.handIn([made[n].scan])
          const { conflicts, admitted, inside } = await show.desk()
          ends.push({ admitted, inside, state: await stateOf(show.tickets[0]!.id), conflicts: conflicts.map(c => [c.kind, c.passages.map(p => `${p.gate} ${p.at}`)]) })
        }
        expect(ends[1]).toEqual(ends[0])
      }), { numRuns: 12 })
  }, 240_000)

  it('C-05: of 5,000 scans of an hour without network none is lost, though the app is killed again and again while it hands them in; its clock is an hour ahead', async () => {
    const doors = await givenDoors(house, 5_000, { rows: 50, seatsPerRow: 100 })
    const phone = await givenPhone(house, doors, 'North')
    const store = memoryGateStore()
    const HOUR = 3_600_000
    for (const [n, ticket] of doors.tickets.entries()) {
      const sequence = await store.takeSequence(1)
      await new ScanQueue(store).add(phone.deviceId, { ...phone.offline({ code: await doors.code(ticket), deviceAt: at(HOUR - 10 * MINUTE + n * 100) }), sequence })
    }
    let answers = 0
    // Every third answer is lost with the app that waited for it; every seventh request never arrives.
    const send = async (scans: ScanInput[]) => {
      answers++
      if (answers % 7 === 0) throw new Error('killed before it was sent')
      const reply = await handIn(house, await deviceOf(house.db, phone.token), scans, HOUR)
      if (answers % 3 === 0) throw new Error('killed before the answer came')
      return reply
    }
    let lives = 0
    while (await store.queueLength(phone.deviceId) > 0) {
      lives++
      await new ScanQueue(store).handIn(phone.deviceId, send).catch(() => false)
    }
    expect(lives).toBeGreaterThan(10)
    const recorded = await recordedScans(house, phone.deviceId)
    expect(recorded.map(scan => scan.sequence)).toEqual(doors.tickets.map((_, n) => n + 1))
    expect(recorded.map(scan => scan.ticketId)).toEqual(doors.tickets.map(ticket => ticket.id))
    expect(recorded.every(scan => scan.clockErrorMs === HOUR && scan.deviceAt.getTime() - scan.happenedAt.getTime() >= HOUR)).toBe(true)
    expect(await doors.desk()).toMatchObject({ admitted: 5_000, inside: 5_000, conflicts: [] })
  }, 400_000)

  it('C-06: who was let in on a ticket that was refunded, handed on or blocked meanwhile is shown, each for what it is', async () => {
    const doors = await givenDoors(house, 8)
    const phone = await givenPhone(house, doors, 'North')
    const [a, , b, , c] = doors.tickets
    const codes = await Promise.all([a, b, c].map(t => doors.code(t!)))
    await house.db.transaction(async (tx) => {
      await moveTickets(tx, [a!.id], 'valid', 'refunded', 'test')
      await moveTickets(tx, [b!.id], 'valid', 'transferred', 'test')
      await tx.update(tickets).set({ blockedReason: 'disputed' }).where(eq(tickets.id, c!.id))
    })
    expect(await phone.handIn(codes.map(code => phone.offline({ code })))).toEqual(['refunded', 'transferred', 'blocked'])
    expect((await doors.desk()).conflicts.map(conflict => [conflict.kind, conflict.ticket.ticketId])).toEqual(expect.arrayContaining([['refunded', a!.id], ['transferred', b!.id], ['blocked', c!.id]]))
    expect(await Promise.all([a, b, c].map(t => stateOf(t!.id)))).toEqual(['refunded', 'transferred', 'valid'])
  })

  it('takes nothing for a ticket that is none, whatever the phone says it has shown', async () => {
    const doors = await givenDoors(house, 1)
    const phone = await givenPhone(house, doors, 'North')
    expect(await phone.handIn([phone.offline({ code: 'FY1AAAA' })])).toEqual(['not-a-ticket'])
    expect(await recordedScans(house, phone.deviceId)).toMatchObject([{ passed: false, shown: 'admitted', ticketId: null }])
  })

  it('does as the door did where an answer was lost and the phone decided otherwise', async () => {
    const doors = await givenDoors(house, 4)
    const phone = await givenPhone(house, doors, 'North')
    const [turnedAway, letIn] = [phone.offline({ code: await doors.code(doors.tickets[0]!), shown: 'unknown' }), phone.offline({ code: await doors.code(doors.tickets[2]!) })]
    await phone.send({ ...turnedAway, shown: null })
    await phone.scan({ code: letIn.code!, kind: 'exit' })
    await phone.send({ ...letIn, kind: 'exit', shown: null })
    await phone.handIn([turnedAway, letIn])
    await phone.handIn([turnedAway, letIn])
    expect(await stateOf(doors.tickets[0]!.id)).toBe('valid')
    expect(await stateOf(doors.tickets[2]!.id)).toBe('used')
    expect(await doors.desk()).toMatchObject({ admitted: 1, conflicts: [] })
  })

  it('may hand in when the session is long over, and nothing else', async () => {
    const doors = await givenDoors(house, 1)
    const phone = await givenPhone(house, doors, 'North')
    await house.db.update(gateDevices).set({ expiresAt: new Date(Date.now() - MINUTE) }).where(eq(gateDevices.id, phone.deviceId))
    await expect(phone.scan({ code: 'x' })).rejects.toMatchObject({ code: 'gate-device-over' })
    expect(await phone.handIn([phone.offline({ code: await doors.code(doors.tickets[0]!) })])).toEqual(['admitted'])
    expect((await deviceRow(house, phone.deviceId)).revokedAt).toBeNull()
    expect(await house.db.select().from(gateScans).where(eq(gateScans.deviceId, phone.deviceId))).toHaveLength(1)
  })
})

/** Arrivals are counted from one moment, or two runs would differ by it. */
const START = Date.now() - 60 * MINUTE

function permutations<T>(items: T[]): T[][] {
  return items.length < 2 ? [items] : items.flatMap((item, n) => permutations(items.toSpliced(n, 1)).map(rest => [item, ...rest]))
}
