import type { GateStore, KeptGate, Mark, QueuedScan, ShutOut, StoredPart } from '../../app/gate/gate-store.ts'

/** A phone's storage in memory: it outlives the app that writes it, as a phone's does. `writes` counts what reached it. */
export function memoryGateStore(): GateStore & { writes: number } {
  let gate: KeptGate | null = null
  let listAt: number | null = null
  let shutOut: ShutOut | null = null
  let sequence = 0
  const parts = new Map<string, StoredPart>()
  const queued = new Map<string, QueuedScan>()
  const marks = new Map<string, Mark>()
  const of = (deviceId: string | null) => [...queued.values()].filter(one => deviceId === null || one.deviceId === deviceId)
  const store = {
    writes: 0,
    readGate: async () => gate,
    writeGate: async (kept: KeptGate) => void (gate = structuredClone(kept)),
    readParts: async () => structuredClone([...parts.values()]),
    writePart: async (part: StoredPart) => void parts.set(`${part.kind} ${part.number}`, structuredClone(part)),
    dropPart: async (kind: string, number: number) => void parts.delete(`${kind} ${number}`),
    readListAt: async () => listAt,
    writeListAt: async (at: number) => void (listAt = at),
    lastSequence: async () => sequence,
    takeSequence: async (atLeast: number) => sequence = Math.max(sequence + 1, atLeast),
    queue: async (one: QueuedScan, mark: { ticketId: string, mark: Mark } | null) => {
      store.writes++
      queued.set(one.scan.nonce, structuredClone(one))
      if (mark) marks.set(mark.ticketId, mark.mark)
    },
    readQueue: async (deviceId: string, most: number) => structuredClone(of(deviceId).map(one => one.scan).toSorted((a, b) => a.sequence - b.sequence).slice(0, most)),
    queueLength: async (deviceId: string | null) => of(deviceId).length,
    unqueue: async (_deviceId: string, nonces: readonly string[]) => { for (const nonce of nonces) queued.delete(nonce) },
    readMarks: async () => new Map(marks),
    writeMark: async (ticketId: string, mark: Mark) => void marks.set(ticketId, mark),
    readShutOut: async () => shutOut,
    forgetList: async (why: ShutOut | null) => {
      parts.clear()
      marks.clear()
      gate = null
      listAt = null
      shutOut = why
    }
  }
  return store
}
