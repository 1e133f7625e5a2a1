import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { events, tickets } from '#drizzle/schema/index.ts'
import { deviceOf, deviceOnDuty, deviceView, gateList, gateListPart, handIn, inviteDevice, joinGate, leaveGate, noteDevice, openGate, renewLink, revokeDevice, scanOnline, searchGate } from '#server/domain/gate/index.ts'
import { moveTickets, movingSeed, signTicket } from '#server/domain/tickets/index.ts'
import type { House } from '#server/house.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import { newId } from '#shared/ids/id.ts'
import { movingCodeAt } from '#shared/tickets/moving-code.ts'
import { openTestHouse } from '#tests/support/house.ts'
import { memoryGateStore } from '#tests/support/memory-gate-store.ts'
import { GatePhone } from '../../../app/gate/gate-phone.ts'
import { GateAway, GateRefused, type GateServer } from '../../../app/gate/gate-server.ts'
import { type Doors, EVERYBODY, givenDoors, recordedScans } from './gate-house.ts'

let house: House

beforeAll(async () => {
  house = await openTestHouse({ DATABASE_POOL: '20' })
})
afterAll(() => house.close())

/** The way from a phone to the domain, without HTTP: it can be cut before a request arrives, or after, before the answer comes. */
function network() {
  const state = { isUp: true, losesAnswers: false, token: null as string | null, aheadMs: 0 }
  const over = async <T>(work: () => Promise<T>): Promise<T> => {
    if (!state.isUp) throw new GateAway()
    const answer = await work().catch((error: unknown) => { throw error instanceof DomainError ? new GateRefused({ code: error.code, title: error.code, detail: '' }) : error })
    if (state.losesAnswers) throw new GateAway()
    return answer
  }
  const server: GateServer = {
    join: secret => over(async () => { state.token = (await joinGate(house, secret)).token }),
    leave: () => over(() => leaveGate(house, state.token)),
    device: phone => over(async () => {
      const at = await deviceOf(house.db, state.token)
      await noteDevice(house.db, at.device, phone)
      return await deviceView(house, at)
    }),
    list: () => over(async () => gateList(house, await deviceOnDuty(house.db, state.token))),
    part: (kind, number) => over(async () => gateListPart(house, await deviceOnDuty(house.db, state.token), kind, number)),
    scan: (phone, scan) => over(async () => {
      const at = await deviceOnDuty(house.db, state.token)
      return await scanOnline(house, at, scan, await noteDevice(house.db, at.device, phone))
    }),
    sync: (phone, scans) => over(async () => {
      const at = await deviceOf(house.db, state.token)
      return await handIn(house, at, scans, await noteDevice(house.db, at.device, phone))
    }),
    search: words => over(async () => searchGate(house, await deviceOnDuty(house.db, state.token), words))
  }
  return { state, server }
}

/** A phone that has joined, with its storage: `open` starts the app anew on it. */
async function givenJoined(doors: Doors, name: string, gate = EVERYBODY) {
  const gateId = await openGate(house, doors.author, doors.session.sessionId, { name, ...gate })
  const { link, deviceId } = await inviteDevice(house, doors.author, doors.session.sessionId, gateId, name)
  const { state, server } = network()
  const store = memoryGateStore()
  const clock = { nowMs: () => Date.now() + state.aheadMs, newNonce: newId }
  const open = async () => {
    const phone = new GatePhone(store, server, clock)
    await phone.start()
    return phone
  }
  const phone = await open()
  await phone.join(link.split('#')[1]!)
  return { phone, net: state, store, open, deviceId, gateId }
}

const digestsIn = (parts: { digest: string }[]) => parts.map(part => part.digest).sort().join()

describe('a phone at a gate', () => {
  it('belongs to nobody, joins, scans, and is shut out with its list', async () => {
    const doors = await givenDoors(house, 2)
    const { phone, deviceId, gateId, store } = await givenJoined(doors, 'North')
    expect([phone.phase, phone.isOnline, phone.list.isEmpty]).toEqual(['on-duty', true, false])
    expect(await phone.scan(await doors.code(doors.tickets[0]!))).toMatchObject({ verdict: 'admitted', wasOffline: false })
    await revokeDevice(house, doors.author, doors.session.sessionId, gateId, deviceId)
    expect(await phone.scan(await doors.code(doors.tickets[1]!))).toBeNull()
    expect([phone.phase, phone.list.isEmpty, (await store.readParts()).length, await store.readGate()]).toEqual(['shut-out', true, 0, null])
  })

  it('that was shut out says so and what it was until it joins again: asked again, opened anew, without a network; of its list nothing stays', async () => {
    const doors = await givenDoors(house, 2)
    const { phone, net, open, deviceId, gateId, store } = await givenJoined(doors, 'North')
    await revokeDevice(house, doors.author, doors.session.sessionId, gateId, deviceId)
    await phone.beat()
    await phone.beat()
    const said = ({ phase, shutOut, view, list }: typeof phone) => ({ phase, shutOut, view, isEmpty: list.isEmpty })
    const out = { phase: 'shut-out', shutOut: { device: 'North', gate: 'North' }, view: null, isEmpty: true }
    expect(said(phone)).toEqual(out)
    expect(said(await open())).toEqual(out)
    net.isUp = false
    const away = await open()
    expect([said(away), await away.scan(await doors.code(doors.tickets[0]!))]).toEqual([out, null])
    expect([await store.readParts(), await store.readGate(), await store.readMarks()]).toEqual([[], null, new Map()])
    net.isUp = true
    await away.join((await renewLink(house, doors.author, doors.session.sessionId, gateId, deviceId)).link.split('#')[1]!)
    expect(said(away)).toMatchObject({ phase: 'on-duty', shutOut: null, isEmpty: false })
    await away.leave()
    expect(said(await open())).toMatchObject({ phase: 'outside', shutOut: null })
  })

  it('says the same without a network as with one: whose seat, who belongs to it, and why not', async () => {
    const doors = await givenDoors(house, 8)
    const other = await givenDoors(house, 1)
    const [a, b, refunded] = doors.tickets
    await house.db.transaction(tx => moveTickets(tx, [refunded!.id], 'valid', 'refunded', 'test'))
    const { phone, net } = await givenJoined(doors, 'North')
    net.isUp = false
    await phone.beat()
    const code = await doors.code(a!)
    const first = await phone.scan(code)
    expect(first).toMatchObject({ verdict: 'admitted', wasOffline: true, ticket: { row: 'A', seat: '1', state: 'inside' } })
    expect(first!.party.map(one => one.state)).toEqual(['inside', 'valid'])
    expect(await phone.scan(code)).toMatchObject({ verdict: 'already-used', before: { gate: 'North' } })
    expect((await phone.admit(b!.id, first))!.verdict).toBe('admitted')
    const said = async (text: string) => (await phone.scan(text))!.verdict
    const tampered = code.slice(0, 60) + (code[60] === 'A' ? 'B' : 'A') + code.slice(61)
    expect([await said('https://example.org'), await said(tampered), await said(await other.code(other.tickets[0]!)), await said(await doors.code(refunded!)), await said(await doors.code({ ...a!, secret: refunded!.secret.split('').reverse().join('') }))])
      .toEqual(['not-a-ticket', 'forged', 'wrong-session', 'refunded', 'unknown'])
    net.isUp = true
    await phone.beat()
    expect([phone.isOnline, phone.pending]).toEqual([true, 0])
    expect(await doors.desk()).toMatchObject({ admitted: 2, inside: 2, conflicts: [] })
  })

  it('keeps what it scanned through the end of the app, hands it in later, and numbers go on', async () => {
    const doors = await givenDoors(house, 4)
    const { phone, net, open, deviceId } = await givenJoined(doors, 'North')
    net.isUp = false
    await phone.scan(await doors.code(doors.tickets[0]!))
    await phone.scan(await doors.code(doors.tickets[1]!))
    const reopened = await open()
    expect([reopened.phase, reopened.pending]).toEqual(['on-duty', 2])
    expect((await reopened.scan(await doors.code(doors.tickets[0]!)))!.verdict).toBe('already-used')
    net.isUp = true
    net.losesAnswers = true
    await reopened.beat()
    net.losesAnswers = false
    await reopened.beat()
    expect(reopened.pending).toBe(0)
    expect((await recordedScans(house, deviceId)).map(scan => [scan.sequence, scan.shown, scan.passed])).toEqual([[1, 'admitted', true], [2, 'admitted', true], [3, 'already-used', false]])
    expect((await reopened.scan(await doors.code(doors.tickets[2]!)))!.verdict).toBe('admitted')
    expect((await recordedScans(house, deviceId)).at(-1)!.sequence).toBe(4)
  })

  it('hands in what it did before it becomes a phone of another gate, and nothing of one that was shut out in another\'s name', async () => {
    const doors = await givenDoors(house, 4)
    const other = await givenDoors(house, 2)
    const { phone, net, deviceId, gateId } = await givenJoined(doors, 'North')
    const linkTo = async (name: string, show: Doors) => {
      const gate = await openGate(house, show.author, show.session.sessionId, { name, ...EVERYBODY })
      return (await inviteDevice(house, show.author, show.session.sessionId, gate, name)).link.split('#')[1]!
    }
    net.isUp = false
    await phone.scan(await doors.code(doors.tickets[0]!))
    net.isUp = true
    await phone.join(await linkTo('Other', other))
    expect(await recordedScans(house, deviceId)).toHaveLength(1)
    expect(await phone.scan(await other.code(other.tickets[0]!))).toMatchObject({ verdict: 'admitted', wasOffline: false })

    const again = (await renewLink(house, doors.author, doors.session.sessionId, gateId, deviceId)).link.split('#')[1]!
    await phone.join(again)
    net.isUp = false
    await phone.scan(await doors.code(doors.tickets[1]!))
    net.isUp = true
    await revokeDevice(house, doors.author, doors.session.sessionId, gateId, deviceId)
    await phone.beat()
    expect([phone.phase, phone.pending]).toEqual(['shut-out', 1])
    await phone.join(await linkTo('Third', other))
    expect(phone.pending).toBe(0)
    await phone.join((await renewLink(house, doors.author, doors.session.sessionId, gateId, deviceId)).link.split('#')[1]!)
    expect((await recordedScans(house, deviceId)).map(scan => [scan.ticketId, scan.passed])).toEqual([[doors.tickets[0]!.id, true], [doors.tickets[1]!.id, true]])
  })

  it('decides by itself where an answer is lost, with the same nonce, and one person comes in once', async () => {
    const doors = await givenDoors(house, 2)
    const { phone, net, deviceId } = await givenJoined(doors, 'North')
    net.losesAnswers = true
    expect(await phone.scan(await doors.code(doors.tickets[0]!))).toMatchObject({ verdict: 'admitted', wasOffline: true })
    net.losesAnswers = false
    await phone.beat()
    expect(await recordedScans(house, deviceId)).toHaveLength(1)
    expect(await doors.desk()).toMatchObject({ admitted: 1, inside: 1, conflicts: [] })
  })

  it('takes back without a network what it has done without one, and with one too', async () => {
    const doors = await givenDoors(house, 2)
    const { phone, net } = await givenJoined(doors, 'North')
    net.isUp = false
    const code = await doors.code(doors.tickets[0]!)
    const done = (await phone.scan(code))!
    expect((await phone.undo(done))!.verdict).toBe('undone')
    const again = (await phone.scan(code))!
    expect(again.verdict).toBe('admitted')
    net.isUp = true
    await phone.beat()
    expect((await phone.undo(again))!.verdict).toBe('undone')
    expect(await doors.desk()).toMatchObject({ admitted: 0, inside: 0, conflicts: [] })
  })

  it('judges moving codes by the server\'s time, however wrong its own clock is, and its desk says so', async () => {
    const doors = await givenDoors(house, 2)
    await house.db.update(events).set({ codeRule: 'moving' }).where(eq(events.id, doors.session.eventId))
    const { phone, net } = await givenJoined(doors, 'North')
    net.aheadMs = 3_600_000
    await phone.beat()
    net.isUp = false
    const ticket = doors.tickets[0]!
    const still = await signTicket(house.keys.tickets, ticket, 'moving')
    const seed = movingSeed(house.keys.tickets, ticket.secret)
    expect((await phone.scan(await movingCodeAt(still, seed, Date.now() - 600_000)))!.verdict).toBe('stale-code')
    expect((await phone.scan(await movingCodeAt(still, seed, Date.now())))!.verdict).toBe('admitted')
    net.isUp = true
    await phone.beat()
    const desk = await doors.desk()
    expect(desk.conflicts).toEqual([])
    expect(Math.round(desk.gates[0]!.devices[0]!.clockErrorMs! / 60_000)).toBe(60)
  })

  it('C-06: refuses what its fresh list says was refunded; one that is older lets it in, and the desk shows it', async () => {
    const doors = await givenDoors(house, 4)
    const [fresh, old] = [await givenJoined(doors, 'North'), await givenJoined(doors, 'South')]
    const ticket = doors.tickets[0]!
    old.net.isUp = false
    await house.db.transaction(tx => moveTickets(tx, [ticket.id], 'valid', 'refunded', 'test'))
    const before = digestsIn(await fresh.store.readParts())
    // Digests are made for all phones together, every few seconds.
    await expect.poll(async () => {
      fresh.net.aheadMs += 61_000
      await fresh.phone.beat()
      return digestsIn(await fresh.store.readParts())
    }, { timeout: 20_000, interval: 500 }).not.toBe(before)
    fresh.net.isUp = false
    expect((await fresh.phone.scan(await doors.code(ticket)))!.verdict).toBe('refunded')
    expect((await old.phone.scan(await doors.code(ticket)))!.verdict).toBe('admitted')
    old.net.isUp = true
    await old.phone.beat()
    expect((await doors.desk()).conflicts).toMatchObject([{ kind: 'refunded', passages: [{ gate: 'South', wasOffline: true }] }])
  })

  it('finds an order by its whole number without a network, and nothing by less', async () => {
    const doors = await givenDoors(house, 2)
    const { phone, net } = await givenJoined(doors, 'North')
    const [hit] = await phone.search('Guest 0')
    net.isUp = false
    await phone.beat()
    const [found] = await phone.search(hit!.reference.toLowerCase())
    expect(found!.tickets.map(one => one.ticketId)).toEqual(hit!.tickets.map(one => one.ticketId))
    await expect(phone.search('Guest 0')).rejects.toBeInstanceOf(GateAway)
    expect((await phone.admit(found!.tickets[0]!.ticketId, { reference: hit!.reference }))!.verdict).toBe('admitted')
    net.isUp = true
    await phone.beat()
    expect((await house.db.select().from(tickets).where(eq(tickets.id, found!.tickets[0]!.ticketId)))[0]!.state).toBe('used')
  })

  it('carries nothing that anybody can read without a ticket', async () => {
    const doors = await givenDoors(house, 2)
    const { store, net, phone } = await givenJoined(doors, 'North')
    net.isUp = false
    await phone.beat()
    const parts = JSON.stringify(await store.readParts())
    expect(parts.length).toBeGreaterThan(200)
    for (const secret of [...doors.tickets.flatMap(t => [t.id, t.secret, t.orderId]), 'Guest', 'Adult', 'Stalls']) expect(parts).not.toContain(secret)
  })

  it('fetches only what has changed', async () => {
    const doors = await givenDoors(house, 60)
    const { phone, net, store } = await givenJoined(doors, 'North')
    const before = new Map((await store.readParts()).map(part => [`${part.kind} ${part.number}`, part.digest]))
    await phone.scan(await doors.code(doors.tickets[0]!))
    const changed = async () => (await store.readParts()).filter(part => before.get(`${part.kind} ${part.number}`) !== part.digest)
    await expect.poll(async () => {
      net.aheadMs += 61_000
      await phone.beat()
      return (await changed()).map(part => part.kind)
    }, { timeout: 20_000, interval: 500 }).toEqual(['orders'])
  })
})
