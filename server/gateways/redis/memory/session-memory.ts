import { SeatStatus } from '#shared/seating/seat-status.ts'
import { FEED_LENGTH } from '../scripts/prelude.ts'

export interface LivingHold {
  untilMs: number
  /** The deadline that the owner was told. */
  dueMs: number
  /** Requests that were made, by their hash, with the seats that were chosen for them. */
  made: Map<string, number[]>
  personKey: string
  asked: string
  extended: boolean
  /** Seat index -> line. Has a seat exactly while the seat says that this token has it. */
  seats: Map<number, string>
  areas: { areaKey: string, ticketTypeId: string, quantity: number, line: string }[]
}

export type SeatState = { kind: 'held', token: string } | { kind: 'pending' } | { kind: 'sold' }

interface FeedEntry { version: number, seats: number[], areas: string[] }

/** One session as the Lua scripts of ../scripts see it, in plain objects. Function by function the same as their prelude. */
export class SessionMemory {
  isReady = false
  readonly seats = new Map<number, SeatState>()
  /** Pending seats and when they fall due. */
  readonly pending = new Map<number, number>()
  readonly seq = new Map<string, number>()
  off = new Set<number>()
  /** Seats kept from the public, and until when; Infinity until told otherwise. */
  readonly kept = new Map<number, number>()
  readonly areas = new Map<string, { capacity: number, taken: number, held: number }>()
  readonly holds = new Map<string, LivingHold>()
  readonly people = new Map<string, number>()
  feed: FeedEntry[] = []
  writtenAtMs = Date.now()

  /** Nothing falls due before. */
  #nextDueMs = Infinity
  #changed: { seats: number[], areas: string[] } | undefined

  get version(): number {
    return this.feed.at(-1)?.version ?? 0
  }

  setSeat(index: number, state: SeatState | undefined) {
    this.pending.delete(index)
    if (state) this.seats.set(index, state)
    else this.seats.delete(index)
    this.noteChange().seats.push(index)
  }

  addHeld(areaKey: string, quantity: number) {
    this.area(areaKey).held += quantity
    this.noteChange().areas.push(areaKey)
  }

  area(areaKey: string) {
    const known = this.areas.get(areaKey)
    if (known) return known
    const fresh = { capacity: 0, taken: 0, held: 0 }
    this.areas.set(areaKey, fresh)
    return fresh
  }

  addPerson(personKey: string, quantity: number) {
    const held = (this.people.get(personKey) ?? 0) + quantity
    if (held > 0) this.people.set(personKey, held)
    else this.people.delete(personKey)
  }

  setPending(index: number, untilMs: number) {
    this.setSeat(index, { kind: 'pending' })
    this.pending.set(index, untilMs)
    this.noteDue(untilMs)
  }

  setKept(index: number, untilMs: number | undefined) {
    if (untilMs === undefined) this.kept.delete(index)
    else this.kept.set(index, untilMs)
    if (untilMs !== undefined) this.noteDue(untilMs)
    this.noteChange().seats.push(index)
  }

  setDeadline(hold: LivingHold, untilMs: number) {
    hold.untilMs = untilMs
    this.noteDue(untilMs)
  }

  endHold(token: string) {
    const hold = this.holds.get(token)
    if (!hold) return
    for (const index of hold.seats.keys()) this.setSeat(index, undefined)
    for (const { areaKey, quantity } of hold.areas) this.addHeld(areaKey, -quantity)
    this.addPerson(hold.personKey, -ticketsIn(hold))
    this.holds.delete(token)
  }

  freeWhatRanOut() {
    const now = Date.now()
    if (now < this.#nextDueMs) return
    for (const [token, hold] of this.holds) if (hold.untilMs <= now) this.endHold(token)
    for (const [index, untilMs] of this.pending) if (untilMs <= now) this.setSeat(index, undefined)
    for (const [index, untilMs] of this.kept) if (untilMs <= now) this.setKept(index, undefined)
    this.#nextDueMs = Infinity
    for (const untilMs of this.kept.values()) this.noteDue(untilMs)
    for (const hold of this.holds.values()) this.noteDue(hold.untilMs)
    for (const untilMs of this.pending.values()) this.noteDue(untilMs)
  }

  noteDue(untilMs: number) {
    this.#nextDueMs = Math.min(this.#nextDueMs, untilMs)
  }

  isFree(index: number): boolean {
    return !this.seats.has(index) && !this.off.has(index) && !this.kept.has(index)
  }

  statusOf(index: number): number {
    const state = this.seats.get(index)
    if (state?.kind === 'sold') return SeatStatus.sold
    if (this.off.has(index)) return SeatStatus.offSale
    if (state) return SeatStatus.held
    return this.kept.has(index) ? SeatStatus.offSale : SeatStatus.free
  }

  /** Capacity and what is free of it. */
  areaNumbers(areaKey: string): { capacity: number, free: number } {
    const { capacity, taken, held } = this.areas.get(areaKey) ?? { capacity: 0, taken: 0, held: 0 }
    return { capacity, free: Math.max(0, capacity - taken - held) }
  }

  noteChange() {
    this.#changed ??= { seats: [], areas: [] }
    return this.#changed
  }

  publish() {
    if (!this.#changed) return
    const { seats, areas } = this.isReady ? this.#changed : { seats: [], areas: [] }
    this.feed.push({ version: Math.max(this.version + 1, nowMicros()), seats, areas })
    if (this.feed.length > FEED_LENGTH + 100) this.feed = this.feed.slice(-FEED_LENGTH)
    this.writtenAtMs = Date.now()
    this.#changed = undefined
  }
}

function nowMicros(): number {
  return Math.floor((performance.timeOrigin + performance.now()) * 1000)
}

export function ticketsIn(hold: LivingHold): number {
  return hold.areas.reduce((sum, area) => sum + area.quantity, hold.seats.size)
}
