import type { ScanInput, SyncReply } from '#shared/api/gate.ts'
import type { GateStore, Mark } from './gate-store.ts'

/** As the server takes them at once (shared/api/gate.ts has the same number; its file would bring zod to the phone). */
const AT_ONCE = 100

/**
 * Scans that the server has not heard of: written down before anybody walks through, handed in when there is a network, in their order,
 * and forgotten only when the server has said that it has them. Whatever ends the app in between, they come again, and the server knows
 * them by their nonces.
 */
export class ScanQueue {
  readonly #store: GateStore
  #handingIn: Promise<boolean> | null = null

  constructor(store: GateStore) {
    this.#store = store
  }

  async add(deviceId: string, scan: ScanInput, mark: { ticketId: string, mark: Mark } | null = null): Promise<void> {
    await this.#store.queue({ deviceId, scan }, mark)
  }

  length(deviceId: string | null): Promise<number> {
    return this.#store.queueLength(deviceId)
  }

  /** Hands in everything of a device. @returns whether nothing is left; whatever `send` throws ends it, and nothing is lost */
  handIn(deviceId: string, send: (scans: ScanInput[]) => Promise<SyncReply>): Promise<boolean> {
    this.#handingIn ??= this.#handAll(deviceId, send).finally(() => { this.#handingIn = null })
    return this.#handingIn
  }

  async #handAll(deviceId: string, send: (scans: ScanInput[]) => Promise<SyncReply>): Promise<boolean> {
    for (;;) {
      const scans = await this.#store.readQueue(deviceId, AT_ONCE)
      if (scans.length === 0) return true
      const { scans: taken } = await send(scans)
      const known = new Set(taken.map(one => one.nonce))
      const done = scans.map(scan => scan.nonce).filter(nonce => known.has(nonce))
      if (done.length === 0) return false
      await this.#store.unqueue(deviceId, done)
    }
  }
}
