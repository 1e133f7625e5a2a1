import type { GateView, ScanInput } from '#shared/api/gate.ts'
import type { ListRow } from '#shared/gate/list-rows.ts'

/** A scan that the server has not heard of, and which device this phone was when it made it: it is handed in by no other. */
export interface QueuedScan { deviceId: string, scan: ScanInput }

/** What this phone knows of a ticket by its own doing, newer than the list may be. By the phone's clock. */
export interface Mark { state: 'inside' | 'outside' | 'valid', atMs: number }

export interface StoredPart { kind: 'codes' | 'orders', number: number, digest: string, rows: ListRow[] }

/** What is known of the gate between visits. */
export interface KeptGate {
  view: GateView
  /** Of the server's clock over this phone's, in ms, when they last spoke. */
  aheadMs: number
}

/** Which phone this was, and of which gate, before it was shut out: names that its organiser gave. */
export interface ShutOut { device: string, gate: string }

/** What stays on a phone: the one thing in app/gate that differs between a browser and a test. */
export interface GateStore {
  readGate(): Promise<KeptGate | null>
  writeGate(gate: KeptGate): Promise<void>
  readParts(): Promise<StoredPart[]>
  writePart(part: StoredPart): Promise<void>
  dropPart(kind: StoredPart['kind'], number: number): Promise<void>
  /** When the list was last the same as the server's, by the phone's clock; null: never. */
  readListAt(): Promise<number | null>
  writeListAt(atMs: number): Promise<void>
  /** The highest number that was ever given out here. */
  lastSequence(): Promise<number>
  /** A number that nobody else gets, also in another tab of the same phone. */
  takeSequence(atLeast: number): Promise<number>
  /** Durable when it resolves, the scan and what it means for its ticket together. */
  queue(queued: QueuedScan, mark: { ticketId: string, mark: Mark } | null): Promise<void>
  /** Those of a device, the oldest first. */
  readQueue(deviceId: string, most: number): Promise<ScanInput[]>
  /** Of a device, or of all that this phone ever was. */
  queueLength(deviceId: string | null): Promise<number>
  unqueue(deviceId: string, nonces: readonly string[]): Promise<void>
  readMarks(): Promise<Map<string, Mark>>
  writeMark(ticketId: string, mark: Mark): Promise<void>
  /** The list, the marks and the gate go, at once; what was scanned stays, and by what name the phone was shut out, where it was. */
  forgetList(shutOut: ShutOut | null): Promise<void>
  readShutOut(): Promise<ShutOut | null>
}
