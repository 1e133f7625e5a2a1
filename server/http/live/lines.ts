import { DomainError } from '#shared/errors/domain-error.ts'
import { ALIVE, ALIVE_MS, type LiveClient } from './live-client.ts'

/** Live lines that one process keeps open. Whoever gets none asks now and then instead, so nobody is shut out. */
export interface LineLimits {
  /** Of one person, signed in or known by his browser: every tab has one. */
  person: number
  /** From one network: a school or a company looks like one. */
  network: number
  all: number
}

export const LINE_LIMITS: LineLimits = { person: 20, network: 500, all: 20_000 }
/** When it makes sense to try again, in seconds. */
const RETRY_SECONDS = { own: 30, all: 10 }

/** Who wants a line. `person` is null for somebody of whom nothing is known but where he comes from. */
export interface LineOwner { person: string | null, network: string }

/** The live lines of this process: how many there are, whose, and an end to all of them. */
export class Lines {
  readonly #limits: LineLimits
  readonly #taken = new Map<string, number>()
  readonly #clients = new Set<LiveClient>()
  #count = 0

  constructor(limits = LINE_LIMITS) {
    this.#limits = limits
  }

  /** How many are open. */
  get count(): number {
    return this.#count
  }

  /** Takes a line, or throws too-many-lines, or unavailable when this process has no more for anybody. Returns how to give it back. */
  take({ person, network }: LineOwner): () => void {
    if (this.#count >= this.#limits.all) throw new DomainError('unavailable', { retryAfterSeconds: RETRY_SECONDS.all })
    this.#refuseBeyond(`network:${network}`, this.#limits.network)
    if (person) this.#refuseBeyond(person, this.#limits.person)
    const names = [`network:${network}`, ...(person ? [person] : [])]
    for (const name of names) this.#taken.set(name, (this.#taken.get(name) ?? 0) + 1)
    this.#count++
    let isTaken = true
    return () => {
      if (!isTaken) return
      isTaken = false
      this.#count--
      for (const name of names) this.#giveBack(name)
    }
  }

  /** Gives signs of life to somebody for as long as he stays. */
  keepAlive(client: LiveClient): void {
    const timer = setInterval(() => { if (!client.isFull()) client.send(ALIVE) }, ALIVE_MS).unref()
    this.#clients.add(client)
    client.onLeave(() => {
      clearInterval(timer)
      this.#clients.delete(client)
    })
  }

  /** Sends everybody away: this process ends, and another will have them. */
  closeAll(): void {
    for (const client of this.#clients) client.close()
  }

  #refuseBeyond(name: string, limit: number): void {
    if ((this.#taken.get(name) ?? 0) >= limit) throw new DomainError('too-many-lines', { limit, retryAfterSeconds: RETRY_SECONDS.own })
  }

  #giveBack(name: string): void {
    const left = (this.#taken.get(name) ?? 0) - 1
    if (left > 0) this.#taken.set(name, left)
    else this.#taken.delete(name)
  }
}

/** Those of this process. */
export const lines = new Lines()
