import { generateKeyPairSync, sign } from 'node:crypto'
import { and, eq } from 'drizzle-orm'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { auditLog, events, sessions, tickets } from '#drizzle/schema/index.ts'
import { changeGate, renewLink, revokeDevice, searchGate, deviceOnDuty, joinGate } from '#server/domain/gate/index.ts'
import { moveTickets, movingSeed, signTicket } from '#server/domain/tickets/index.ts'
import type { House } from '#server/house.ts'
import { newId } from '#shared/ids/id.ts'
import { movingCodeAt } from '#shared/tickets/moving-code.ts'
import { bytesToSign, codeText } from '#shared/tickets/ticket-code.ts'
import { openTestHouse, refusalCode } from '#tests/support/house.ts'
import type { SoldTicket } from '#tests/support/sold-tickets.ts'
import { EVERYBODY, brokenTickets, givenDoors, givenPhone, recordedScans } from './gate-house.ts'

let house: House

beforeAll(async () => {
  house = await openTestHouse({ DATABASE_POOL: '30' })
})
afterEach(async () => {
  expect(await brokenTickets(house)).toEqual([])
})
afterAll(() => house.close())

const stateOf = async (id: string) => (await house.db.select().from(tickets).where(eq(tickets.id, id)))[0]!.state
const at = (ms: number) => new Date(Date.now() + ms).toISOString()
const HOUR = 3_600_000

describe('a gate', () => {
  it('admits a ticket once, says whose seat it is and who belongs to it, and where it was before', async () => {
    const doors = await givenDoors(house, 2)
    const [north, south] = [await givenPhone(house, doors, 'North door'), await givenPhone(house, doors, 'South door')]
    const code = await doors.code(doors.tickets[0]!)
    const first = await north.scan({ code })
    expect(first).toMatchObject({ verdict: 'admitted', ticket: { ticketType: { en: 'Adult' }, row: 'A', seat: '1', state: 'inside' }, before: null })
    expect(first.party.map(t => t.state)).toEqual(['inside', 'valid'])
    expect(await south.scan({ code })).toMatchObject({ verdict: 'already-used', before: { gate: 'North door', device: 'North door, phone' } })
    expect(await stateOf(doors.tickets[0]!.id)).toBe('used')
    expect(await house.db.select().from(auditLog).where(and(eq(auditLog.subjectId, doors.tickets[0]!.id), eq(auditLog.action, 'ticket.used')))).toMatchObject([{ actor: `gate-device:${north.deviceId}` }])
    expect(await doors.desk()).toMatchObject({ sold: 2, admitted: 1, inside: 1, gates: [{ admitted: 1, refused: 0 }, { admitted: 0, refused: 1 }], conflicts: [] })
  })

  it('C-01: refuses what does not open it, each for its own reason, and lets nobody in on it', async () => {
    const doors = await givenDoors(house, 8)
    const other = await givenDoors(house, 1)
    const phone = await givenPhone(house, doors, 'North door')
    const [first, , refunded, , transferred, , blocked] = doors.tickets as [SoldTicket, SoldTicket, SoldTicket, SoldTicket, SoldTicket, SoldTicket, SoldTicket]
    const code = await doors.code(first)
    const stranger = generateKeyPairSync('ed25519').privateKey
    const signedBy = (keyId: number) => {
      const signed = bytesToSign(keyId, { kind: 'fixed', ticketId: first.id, sessionId: first.sessionId, seatIndex: 0, proof: first.secret })
      return codeText(signed, sign(null, signed, stranger))
    }
    await house.db.transaction(async (tx) => {
      await moveTickets(tx, [transferred.id], 'valid', 'transferred', 'test')
      await tx.update(tickets).set({ blockedReason: 'disputed' }).where(eq(tickets.id, blocked.id))
    })
    await house.db.transaction(tx => moveTickets(tx, [refunded.id], 'valid', 'refunded', 'test'))
    const tampered = code.slice(0, 60) + (code[60] === 'A' ? 'B' : 'A') + code.slice(61)
    const reasons = {
      'https://example.org/menu': 'not-a-ticket', [tampered]: 'forged', [signedBy(1)]: 'forged', [signedBy(77)]: 'forged',
      [await other.code(other.tickets[0]!)]: 'wrong-session', [await doors.code({ ...first, id: newId() })]: 'unknown',
      [await doors.code({ ...first, secret: transferred.secret })]: 'old-code',
      [await doors.code(refunded)]: 'refunded', [await doors.code(transferred)]: 'transferred', [await doors.code(blocked)]: 'blocked'
    }
    for (const [shown, verdict] of Object.entries(reasons)) expect([shown.slice(0, 20), (await phone.scan({ code: shown })).verdict]).toEqual([shown.slice(0, 20), verdict])
    expect((await phone.scan({ code: await other.code(other.tickets[0]!) })).instead).toMatchObject({ event: { en: 'A test play' } })
    expect((await recordedScans(house, phone.deviceId)).filter(scan => scan.passed)).toEqual([])
    expect((await phone.scan({ code })).verdict).toBe('admitted')
    await house.db.update(tickets).set({ blockedReason: null }).where(eq(tickets.id, blocked.id))
  })

  it('lets a type in at its gate and in its time, by the first rule that names it', async () => {
    const doors = await givenDoors(house, 4)
    const { seatTypeId, standingTypeId } = doors.session
    const rule = { opensAt: null, closesAt: null, allowsReentry: false }
    const wrong = await givenPhone(house, doors, 'Floor', { rules: [{ ...rule, ticketTypeIds: [standingTypeId] }] })
    const early = await givenPhone(house, doors, 'Early', { rules: [{ ...rule, ticketTypeIds: [seatTypeId], opensAt: at(HOUR) }, { ...rule, ticketTypeIds: null }] })
    const late = await givenPhone(house, doors, 'Late', { rules: [{ ...rule, ticketTypeIds: null, closesAt: at(-HOUR) }] })
    const code = await doors.code(doors.tickets[0]!)
    expect((await wrong.scan({ code })).verdict).toBe('wrong-gate')
    expect(await early.scan({ code })).toMatchObject({ verdict: 'too-early', opensAt: expect.any(String) })
    expect((await late.scan({ code })).verdict).toBe('too-late')
    await changeGate(house, doors.author, doors.session.sessionId, early.gateId, { name: 'Early', ...EVERYBODY })
    expect((await early.scan({ code })).verdict).toBe('admitted')
  })

  it('lets people out and in again where its rule says so, and only whoever went out', async () => {
    const doors = await givenDoors(house, 2)
    const rules = [{ ticketTypeIds: null, opensAt: null, closesAt: null, allowsReentry: true }]
    const [phone, strict] = [await givenPhone(house, doors, 'Garden', { rules }), await givenPhone(house, doors, 'Strict')]
    const code = await doors.code(doors.tickets[0]!)
    const said = async (kind: 'entry' | 'exit', which = phone) => (await which.scan({ code, kind })).verdict
    expect([await said('exit'), await said('entry'), await said('entry'), await said('exit'), await said('exit'), await said('entry', strict), await said('entry'), await said('entry')])
      .toEqual(['not-inside', 'admitted', 'already-used', 'left', 'not-inside', 'already-used', 'admitted', 'already-used'])
    expect(await doors.desk()).toMatchObject({ admitted: 1, inside: 1, conflicts: [] })
  })

  it('takes back what the same phone did a moment ago, and nothing of another phone', async () => {
    const doors = await givenDoors(house, 2)
    const [phone, other] = [await givenPhone(house, doors, 'North'), await givenPhone(house, doors, 'South')]
    const code = await doors.code(doors.tickets[0]!)
    const { nonce } = await phone.scan({ code })
    expect((await other.scan({ code: undefined, kind: 'undo', undoes: nonce })).verdict).toBe('not-undone')
    expect(await phone.scan({ code: undefined, kind: 'undo', undoes: nonce })).toMatchObject({ verdict: 'undone', ticket: { state: 'valid' } })
    expect(await stateOf(doors.tickets[0]!.id)).toBe('valid')
    expect((await other.scan({ code })).verdict).toBe('admitted')
    expect(await doors.desk()).toMatchObject({ admitted: 1, inside: 1, gates: [{ admitted: 0 }, { admitted: 1 }], conflicts: [] })
  })

  it('admits a whole party on one of its codes, and nobody of another', async () => {
    const doors = await givenDoors(house, 4)
    const phone = await givenPhone(house, doors, 'North')
    const [a, b, c] = doors.tickets
    const code = await doors.code(a!)
    await phone.scan({ code })
    expect((await phone.scan({ code, ticketId: b!.id })).verdict).toBe('admitted')
    expect((await phone.scan({ code, ticketId: c!.id })).verdict).toBe('unknown')
    expect(await Promise.all([a, b, c].map(t => stateOf(t!.id)))).toEqual(['used', 'used', 'valid'])
  })

  it('keeps a ticket that was handed on out of the party it came from, and shows whose name is on it', async () => {
    const doors = await givenDoors(house, 4)
    const phone = await givenPhone(house, doors, 'North')
    const [a, b, former] = doors.tickets
    await house.db.update(tickets).set({ fromTicketId: former!.id, holderName: 'Li Lei' }).where(eq(tickets.id, b!.id))
    const code = await doors.code(a!)
    expect((await phone.scan({ code })).party).toHaveLength(1)
    expect((await phone.scan({ code, ticketId: b!.id })).verdict).toBe('unknown')
    expect(await phone.scan({ code: await doors.code(b!) })).toMatchObject({ verdict: 'admitted', ticket: { holder: 'Li Lei' }, party: [{ ticketId: b!.id }] })
    expect((await searchGate(house, await deviceOnDuty(house.db, phone.token), 'li lei')).orders).toHaveLength(1)
  })

  it('asks for the moving code where the show wants one, and knows a screenshot', async () => {
    const doors = await givenDoors(house, 2)
    await house.db.update(events).set({ codeRule: 'moving' }).where(eq(events.id, doors.session.eventId))
    const phone = await givenPhone(house, doors, 'North')
    const ticket = doors.tickets[0]!
    const still = await signTicket(house.keys.tickets, ticket, 'moving')
    const shownAt = (ms: number) => movingCodeAt(still, movingSeed(house.keys.tickets, ticket.secret), Date.now() + ms)
    expect((await phone.scan({ code: await doors.code(ticket) })).verdict).toBe('kind-not-accepted')
    expect((await phone.scan({ code: await shownAt(-10 * 60_000) })).verdict).toBe('stale-code')
    expect((await phone.scan({ code: await shownAt(0) })).verdict).toBe('admitted')
  })

  it('lets nobody in to what was cancelled', async () => {
    const doors = await givenDoors(house, 1)
    const phone = await givenPhone(house, doors, 'North')
    await house.db.update(sessions).set({ status: 'cancelled' }).where(eq(sessions.id, doors.session.sessionId))
    expect((await phone.scan({ code: await doors.code(doors.tickets[0]!) })).verdict).toBe('cancelled')
  })
})

describe('Z-09: a phone at a gate', () => {
  it('joins once by a link, is shut out at once, and comes back by a new link with its name', async () => {
    const doors = await givenDoors(house, 1)
    const phone = await givenPhone(house, doors, 'North')
    const { sessionId } = doors.session
    const { link } = await renewLink(house, doors.author, sessionId, phone.gateId, phone.deviceId)
    const secret = link.split('#')[1]!
    const { token } = await joinGate(house, secret)
    expect(await refusalCode(joinGate(house, secret))).toBe('gate-link-refused')
    expect(await refusalCode(phone.scan({ code: 'x' }))).toBe('gate-device-refused')
    await revokeDevice(house, doors.author, sessionId, phone.gateId, phone.deviceId)
    expect(await refusalCode(deviceOnDuty(house.db, token))).toBe('gate-device-refused')
    expect(await refusalCode(joinGate(house, 'x'.repeat(43)))).toBe('gate-link-refused')
    const again = await joinGate(house, (await renewLink(house, doors.author, sessionId, phone.gateId, phone.deviceId)).link.split('#')[1]!)
    expect((await deviceOnDuty(house.db, again.token)).device).toMatchObject({ id: phone.deviceId, name: 'North, phone' })
  })

  it('finds people of its session by name, seat and reference, and of no other; learns no address of theirs', async () => {
    const doors = await givenDoors(house, 4)
    const other = await givenDoors(house, 4)
    const phone = await givenPhone(house, doors, 'North')
    const at = await deviceOnDuty(house.db, phone.token)
    const find = async (words: string) => (await searchGate(house, at, words)).orders
    const [hit] = await find('guest 1')
    expect(hit).toMatchObject({ name: 'Guest 1', tickets: [{ row: 'A', seat: '3' }, { row: 'A', seat: '4' }] })
    expect(await find('A 3')).toEqual([hit])
    expect(await find('A排3座')).toEqual([hit])
    expect(await find(hit!.reference.toLowerCase().replaceAll('-', ' '))).toEqual([hit])
    expect(await find('%')).toEqual([])
    expect(JSON.stringify(hit)).not.toMatch(/example\.org|email|secret|minor/i)
    expect((await phone.scan({ code: undefined, ticketId: hit!.tickets[0]!.ticketId })).verdict).toBe('admitted')
    expect((await phone.scan({ code: undefined, ticketId: other.tickets[0]!.id })).verdict).toBe('unknown')
    const strict = await givenPhone(house, doors, 'No hands', { allowsByHand: false })
    expect(await refusalCode(searchGate(house, await deviceOnDuty(house.db, strict.token), 'Guest'))).toBe('not-allowed')
    expect((await strict.scan({ code: undefined, ticketId: hit!.tickets[1]!.ticketId })).verdict).toBe('unknown')
  })
})
