import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { gateScans, refundRights, tickets } from '#drizzle/schema/index.ts'
import { } from '#server/domain/orders/index.ts'
import { } from '#server/domain/payments/index.ts'
import type * as Moves from '#server/domain/tickets/move-tickets.ts'
import { giveBack } from '#server/domain/refunds/index.ts'
import type { House } from '#server/house.ts'
import { newId } from '#shared/ids/id.ts'
import { givenTickets } from '#tests/integration/tickets/given-tickets.ts'
import { openTestHouse } from '#tests/support/house.ts'
import { inParallel } from '#tests/support/sale-run.ts'
import { brokenTickets, doorsOf, givenDoors, givenPhone, recordedScans } from './gate-house.ts'

/** The negative control takes the condition of the one update away: whoever comes, it says that he was first. */
const guard = vi.hoisted(() => ({ isOff: false }))
vi.mock('#server/domain/tickets/move-tickets.ts', async (importOriginal) => {
  const real = await importOriginal<typeof Moves>()
  return {
    ...real,
    moveTickets: async (...args: Parameters<typeof real.moveTickets>) => {
      const moved = await real.moveTickets(...args)
      return guard.isOff ? [{ id: args[1][0] }] : moved
    }
  }
})

let house: House

beforeAll(async () => {
  house = await openTestHouse({ DATABASE_POOL: '40' })
})
afterAll(() => house.close())

const stateOf = async (id: string) => (await house.db.select().from(tickets).where(eq(tickets.id, id)))[0]!.state

describe('the same ticket at the same moment', () => {
  it('C-02: of two gates that scan it at once, one admits: a thousand times over', async () => {
    const doors = await givenDoors(house, 1_000)
    const phones = [await givenPhone(house, doors, 'North'), await givenPhone(house, doors, 'South')]
    const verdicts = await inParallel(doors.tickets, 10, async (ticket) => {
      const code = await doors.code(ticket)
      const said = await Promise.all(phones.map(phone => phone.scan({ code })))
      return said.map(one => one.verdict).sort().join(' ')
    })
    expect(new Set(verdicts)).toEqual(new Set(['admitted already-used']))
    expect(await doors.desk()).toMatchObject({ admitted: 1_000, inside: 1_000, conflicts: [] })
    expect(await brokenTickets(house)).toEqual([])
  }, 240_000)

  it('C-02: without the condition on that update the test above sees two admitted, and the desk shows them', async () => {
    const doors = await givenDoors(house, 20)
    const phones = [await givenPhone(house, doors, 'North'), await givenPhone(house, doors, 'South')]
    guard.isOff = true
    try {
      let twice = 0
      for (const ticket of doors.tickets) {
        const code = await doors.code(ticket)
        const said = await Promise.all(phones.map(phone => phone.scan({ code })))
        if (said.every(one => one.verdict === 'admitted')) twice++
      }
      expect(twice).toBeGreaterThan(0)
      expect((await doors.desk()).conflicts).toHaveLength(twice)
    } finally {
      guard.isOff = false
    }
  })

  it('C-04: a scan that is sent ten times at once is one record with one answer', async () => {
    const doors = await givenDoors(house, 2)
    const phone = await givenPhone(house, doors, 'North')
    const scan = { nonce: newId(), sequence: 1, kind: 'entry' as const, shown: null, deviceAt: new Date().toISOString(), code: await doors.code(doors.tickets[0]!) }
    const answers = await Promise.all(Array.from({ length: 10 }, () => phone.send(scan)))
    expect(new Set(answers.map(answer => answer.verdict))).toEqual(new Set(['admitted']))
    expect((await phone.send(scan)).verdict).toBe('admitted')
    expect(await recordedScans(house, phone.deviceId)).toHaveLength(1)
  })

  it('W-03: refunded or used, whoever asks first, and never both', async () => {
    const outcomes: string[] = []
    for (let round = 0; round < 15; round++) {
      const { session, orderId, reader, tickets: [ticket] } = await givenTickets(house, 1)
      await house.db.insert(refundRights).values({ orderId, reason: 'session-changed', until: new Date(Date.now() + 3_600_000) })
      const doors = await doorsOf(house, session)
      const phone = await givenPhone(house, doors, 'North')
      const code = await doors.code(ticket!)
      const [refund, scan] = await Promise.allSettled([giveBack(house, reader, orderId), phone.scan({ code })])
      outcomes.push(`refund ${refund.status}, scan ${scan.status === 'fulfilled' ? scan.value.verdict : 'failed'}, ticket ${await stateOf(ticket!.id)}`)
    }
    const allowed = ['refund fulfilled, scan refunded, ticket refunded', 'refund rejected, scan admitted, ticket used']
    expect(outcomes.filter(outcome => !allowed.includes(outcome))).toEqual([])
  })

  it('is written down and never rewritten', async () => {
    const doors = await givenDoors(house, 1)
    const phone = await givenPhone(house, doors, 'North')
    await phone.scan({ code: await doors.code(doors.tickets[0]!) })
    await expect(house.db.update(gateScans).set({ passed: false }).where(eq(gateScans.deviceId, phone.deviceId))).rejects.toThrow()
    await expect(house.db.delete(gateScans).where(eq(gateScans.deviceId, phone.deviceId))).rejects.toThrow()
  })
})
