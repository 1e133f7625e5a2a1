import type { GateListPart, GateListReply } from '#shared/api/gate.ts'
import { type ListRow, type ListedOrder, openCodeRow, openOrderRow, openReferenceRow } from '#shared/gate/list-rows.ts'
import type { GateStore, StoredPart } from './gate-store.ts'

export interface Listed { ticketId: string, order: ListedOrder, seed: string | null }

/** The sealed list in memory: rows are found by what a code says, and opened by the same. */
export class OfflineList {
  readonly #store: GateStore
  readonly #parts = new Map<string, { digest: string, rows: Map<string, string> }>()
  /** By the phone's clock; null: there is none. */
  atMs: number | null = null

  constructor(store: GateStore) {
    this.#store = store
  }

  async load(): Promise<void> {
    for (const part of await this.#store.readParts()) this.#keep(part)
    this.atMs = await this.#store.readListAt()
  }

  /** Fetches what has changed. `nowMs` is read before the server is asked, so that the list is never older than it says. */
  async refresh(ask: { list(): Promise<GateListReply>, part(kind: StoredPart['kind'], number: number): Promise<GateListPart> }, nowMs: () => number): Promise<void> {
    const askedAt = nowMs()
    const { parts } = await ask.list()
    const present = new Set(parts.map(part => nameOf(part.kind, part.number)))
    for (const { kind, number, digest } of parts) {
      if (this.#parts.get(nameOf(kind, number))?.digest === digest) continue
      const fresh: StoredPart = { kind, number, ...await ask.part(kind, number) }
      await this.#store.writePart(fresh)
      this.#keep(fresh)
    }
    for (const name of [...this.#parts.keys()].filter(name => !present.has(name))) {
      const [kind, number] = name.split(' ') as [StoredPart['kind'], string]
      await this.#store.dropPart(kind, Number(number))
      this.#parts.delete(name)
    }
    await this.#store.writeListAt(askedAt)
    this.atMs = askedAt
  }

  /** What the list says of a code that proves by `proof`; null: nothing. */
  async byProof(proof: string): Promise<Listed | null> {
    const opened = await openCodeRow(this.#find, proof)
    const order = opened && await openOrderRow(this.#find, opened.order)
    return order && { ticketId: opened.ticketId, order, seed: opened.seed }
  }

  /** The order that somebody names, however he spells its reference. */
  async byReference(reference: string): Promise<ListedOrder | null> {
    const key = await openReferenceRow(this.#find, reference)
    return key === null ? null : await openOrderRow(this.#find, key)
  }

  get isEmpty(): boolean {
    return this.#parts.size === 0
  }

  clear(): void {
    this.#parts.clear()
    this.atMs = null
  }

  #keep(part: StoredPart): void {
    this.#parts.set(nameOf(part.kind, part.number), { digest: part.digest, rows: new Map(part.rows as ListRow[]) })
  }

  readonly #find = (found: string): string | undefined => {
    for (const { rows } of this.#parts.values()) {
      const row = rows.get(found)
      if (row !== undefined) return row
    }
    return undefined
  }
}

const nameOf = (kind: StoredPart['kind'], number: number) => `${kind} ${number}`
