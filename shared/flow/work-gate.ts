import { DomainError } from '../errors/domain-error.ts'

/** Lets only a few pieces of heavy work run at once. */
export interface WorkGate {
  /** Runs `work` when there is room for it. Throws what `refuse` makes where too many wait already. */
  run<T>(work: () => Promise<T>): Promise<T>
  /** Throws the same where too many wait now: to ask before anything else is done for somebody. */
  requireRoom(): void
}

/** A gate for `atOnce` pieces of work, with at most `mayWait` more in line, first come first served. The rest is refused at once: `unavailable` unless told otherwise. */
export function createWorkGate(atOnce: number, mayWait: number, refuse: () => DomainError = () => new DomainError('unavailable', { retryAfterSeconds: 2 })): WorkGate {
  const line: (() => void)[] = []
  let running = 0

  function requireRoom(): void {
    if (running >= atOnce && line.length >= mayWait) throw refuse()
  }

  async function enter(): Promise<void> {
    if (running < atOnce) {
      running++
      return
    }
    requireRoom()
    await new Promise<void>(resolve => line.push(resolve))
  }

  function leave(): void {
    const next = line.shift()
    if (next) next()
    else running--
  }

  return {
    requireRoom,
    async run(work) {
      await enter()
      try {
        return await work()
      } finally {
        leave()
      }
    }
  }
}
