import { and, eq, inArray } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { auditLog, outbox, tickets } from '#drizzle/schema/index.ts'
import { type TicketState, TICKET_TRANSITIONS, moveTickets } from '#server/domain/tickets/index.ts'
import type { House } from '#server/house.ts'
import { closeSoundHouse, openTestHouse, refusalCode } from '#tests/support/house.ts'
import { givenTickets } from './given-tickets.ts'

let house: House

beforeAll(async () => {
  house = await openTestHouse()
})
afterAll(async () => {
  await closeSoundHouse(house)
})

const move = (ids: string[], from: TicketState, to: TicketState) => house.db.transaction(tx => moveTickets(tx, ids, from, to, 'gate', { gate: 'North' }))
const stateOf = async (id: string) => (await house.db.select().from(tickets).where(eq(tickets.id, id)))[0]!

describe('a ticket', () => {
  it('moves with its audit row and its message, in one transaction', async () => {
    const [ticket] = (await givenTickets(house, 1)).tickets
    expect(await move([ticket!.id], 'valid', 'used')).toHaveLength(1)
    expect(await stateOf(ticket!.id)).toMatchObject({ state: 'used', usedAt: expect.any(Date) })
    expect(await house.db.select().from(auditLog).where(eq(auditLog.subjectId, ticket!.id))).toMatchObject([{ actor: 'gate', action: 'ticket.used', fromState: 'valid', toState: 'used', details: { gate: 'North' } }])
    expect(await house.db.select().from(outbox).where(eq(outbox.key, ticket!.id))).toMatchObject([{ topic: 'ticket.used', payload: { ticketId: ticket!.id, sessionId: ticket!.sessionId, orderId: ticket!.orderId } }])
  })

  it('is used once, however many gates scan it at once, and can be given back at the gate', async () => {
    const [ticket] = (await givenTickets(house, 1)).tickets
    const scans = await Promise.all(Array.from({ length: 20 }, () => move([ticket!.id], 'valid', 'used')))
    expect(scans.flat()).toHaveLength(1)
    expect(await move([ticket!.id], 'used', 'valid')).toMatchObject([{ state: 'valid', usedAt: null }])
    expect(await move([ticket!.id], 'valid', 'used')).toHaveLength(1)
  })

  it('goes nowhere that the table of moves does not say, and nothing comes back from the end', async () => {
    const states = Object.keys(TICKET_TRANSITIONS) as TicketState[]
    const allowed = states.flatMap(from => TICKET_TRANSITIONS[from].map(to => `${from} > ${to}`))
    expect(allowed).toEqual(['valid > used', 'valid > refunded', 'valid > transferred', 'valid > changed', 'valid > resold', 'used > valid', 'used > refunded'])
    const { tickets: [ticket] } = await givenTickets(house, 1)
    for (const from of states) {
      for (const to of states.filter(state => !TICKET_TRANSITIONS[from].includes(state))) expect(await refusalCode(move([ticket!.id], from, to))).toBe('illegal-transition')
    }
    expect((await stateOf(ticket!.id)).state).toBe('valid')
  })

  it('that is blocked opens no door and goes to nobody, whatever its state, but can be refunded', async () => {
    const given = (await givenTickets(house, 2)).tickets
    const ids = given.map(ticket => ticket.id)
    await house.db.update(tickets).set({ blockedReason: 'disputed' }).where(eq(tickets.id, ids[0]!))
    expect((await move(ids, 'valid', 'used')).map(ticket => ticket.id)).toEqual([ids[1]])
    expect(await house.db.select().from(auditLog).where(and(eq(auditLog.subjectType, 'ticket'), inArray(auditLog.subjectId, ids)))).toHaveLength(1)
    expect(await move([ids[0]!], 'valid', 'transferred')).toEqual([])
    await house.db.update(tickets).set({ blockedReason: null }).where(eq(tickets.id, ids[0]!))
    expect(await move([ids[0]!], 'valid', 'used')).toHaveLength(1)
  })
})
