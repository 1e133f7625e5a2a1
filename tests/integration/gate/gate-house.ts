import { eq } from 'drizzle-orm'
import { events, gateDevices, gateScans } from '#drizzle/schema/index.ts'
import { checkInvariants } from '#server/domain/insight/invariants.ts'
import { deviceOf, deviceOnDuty, gateDesk, handIn, inviteDevice, joinGate, openGate, scanOnline } from '#server/domain/gate/index.ts'
import { signTicket } from '#server/domain/tickets/index.ts'
import type { House } from '#server/house.ts'
import type { GateDeskReply, GateInput, ScanInput, ScanReply } from '#shared/api/gate.ts'
import type { Verdict } from '#shared/gate/verdicts.ts'
import { newId } from '#shared/ids/id.ts'
import { type SessionWish, type TestSession, givenSession } from '#tests/support/fixtures.ts'
import { type SoldTicket, soldTickets } from '#tests/support/sold-tickets.ts'

export type Author = { userId: string, role: 'publisher' | 'admin' }
export interface Doors { session: TestSession, author: Author, tickets: SoldTicket[], code(ticket: Pick<SoldTicket, 'id' | 'sessionId' | 'secret'> & { seatIndex: number | null }): Promise<string>, desk(): Promise<GateDeskReply> }

/** A session with its doors open and so many people before them, two an order. */
export async function givenDoors(house: House, count: number, wish: SessionWish = {}): Promise<Doors> {
  const session = await givenSession(house.db, { rows: Math.ceil(count / 20), seatsPerRow: 20, ...wish })
  return await doorsOf(house, session, await soldTickets(house.db, session, count))
}

/** The doors of a session that others have sold. */
export async function doorsOf(house: House, session: TestSession, tickets: SoldTicket[] = []): Promise<Doors> {
  const [event] = await house.db.select().from(events).where(eq(events.id, session.eventId))
  const author: Author = { userId: event!.createdBy, role: 'publisher' }
  return {
    session, author, tickets,
    code: ticket => signTicket(house.keys.tickets, ticket, 'fixed'),
    desk: () => gateDesk(house, author, session.sessionId)
  }
}

export const EVERYBODY: Omit<GateInput, 'name'> = { rules: [{ ticketTypeIds: null, opensAt: null, closesAt: null, allowsReentry: false }], allowsByHand: true }

export interface Phone {
  token: string
  deviceId: string
  gateId: string
  /** Scans while there is a network. */
  scan(wish: Partial<ScanInput> & Pick<ScanInput, 'code'>): Promise<ScanReply>
  send(scan: ScanInput, clockErrorMs?: number): Promise<ScanReply>
  /** Decides by itself; `handIn` tells the server. */
  offline(wish: Partial<ScanInput>): ScanInput
  handIn(scans: ScanInput[], clockErrorMs?: number): Promise<Verdict[]>
}

/** A phone at a new gate, or at one that is there. */
export async function givenPhone(house: House, doors: Doors, name: string, gate: Partial<GateInput> | { gateId: string } = {}): Promise<Phone> {
  const gateId = 'gateId' in gate ? gate.gateId : await openGate(house, doors.author, doors.session.sessionId, { name, ...EVERYBODY, ...gate })
  const { link, deviceId } = await inviteDevice(house, doors.author, doors.session.sessionId, gateId, `${name}, phone`)
  const { token } = await joinGate(house, link.split('#')[1]!)
  let sequence = 0
  const made = (wish: Partial<ScanInput>): ScanInput => ({ nonce: newId(), sequence: ++sequence, kind: 'entry', shown: null, deviceAt: new Date().toISOString(), ...wish })
  const send = async (scan: ScanInput, clockErrorMs = 0) => scanOnline(house, await deviceOnDuty(house.db, token), scan, clockErrorMs)
  return {
    token, deviceId, gateId, send,
    scan: wish => send(made(wish)),
    offline: wish => made({ shown: wish.kind === 'undo' ? 'undone' : 'admitted', ...wish }),
    handIn: async (scans, clockErrorMs = 0) => (await handIn(house, await deviceOf(house.db, token), scans, clockErrorMs)).scans.map(one => one.verdict)
  }
}

export const recordedScans = (house: House, deviceId: string) => house.db.select().from(gateScans).where(eq(gateScans.deviceId, deviceId)).orderBy(gateScans.sequence)
export const deviceRow = async (house: House, id: string) => (await house.db.select().from(gateDevices).where(eq(gateDevices.id, id)))[0]!

/** What a gate must never break. The orders of these tests are written by hand and never had a payment. */
export const brokenTickets = async (house: House) => (await checkInvariants(house.db)).filter(i => ['I1', 'I9a'].includes(i.id) && i.violations > 0)
