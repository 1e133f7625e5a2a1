import type { Redis } from '@upstash/redis'
import { DomainError } from '#shared/errors/domain-error.ts'
import { runScript, type Script } from './run-script.ts'

/** What the scripts of the hold store get and give: see scripts/prelude.ts. */
export interface HoldReply {
  verdict: string
  nowMs: number
  version: number
  payload: (string | number)[]
}

/** What the names of a session's keys begin with. */
export const keysOf = (sessionId: string) => `foyer:{${sessionId}}`

type RawReply = [verdict: string, nowMs: number, version: number, payload: (string | number)[]]

/**
 * Runs the hold store's scripts. Each carries a deadline by the clock of Redis, so that a command which its caller gave
 * up, and which Redis finds when it wakes, does nothing any more (F-05). The clock is learned from every reply,
 * and is wrong by less than that call took.
 */
export class HoldScripts {
  readonly #redis: Redis
  readonly #limitMs: number
  /** Clock of Redis minus our own steady clock, or undefined while unknown. */
  #aheadMs: number | undefined

  constructor(redis: Redis, limitMs: number) {
    this.#redis = redis
    this.#limitMs = limitMs
  }

  async run(script: Script, sessionId: string, args: (string | number)[]): Promise<HoldReply> {
    if (this.#aheadMs === undefined) await this.#learnTime()
    const reply = await this.#runOnce(script, sessionId, args)
    // Late although somebody still waits: the clock of Redis was set. Nothing was done, so once more is safe.
    const settled = reply.verdict === 'late' ? await this.#runOnce(script, sessionId, args) : reply
    if (settled.verdict === 'late') throw new DomainError('unavailable', { retryAfterSeconds: 2 })
    return settled
  }

  async #learnTime() {
    const askedAt = performance.now()
    const [seconds, micros] = await this.#redis.time()
    this.#aheadMs = Number(seconds) * 1000 + Number(micros) / 1000 - askedAt
  }

  async #runOnce(script: Script, sessionId: string, args: (string | number)[]): Promise<HoldReply> {
    const askedAt = performance.now()
    const deadline = Math.ceil(askedAt + this.#aheadMs! + this.#limitMs)
    const [verdict, nowMs, version, payload] = await runScript<RawReply>(this.#redis, script, [keysOf(sessionId)], [deadline, ...args])
    this.#aheadMs = nowMs - askedAt
    return { verdict, nowMs, version, payload }
  }
}
