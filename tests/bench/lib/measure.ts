/** Latencies of one kind of step, in ms, and what was answered. */
export class Steps {
  readonly name: string
  readonly #ms: number[] = []
  readonly answers = new Map<string, number>()

  constructor(name: string) {
    this.name = name
  }

  add(ms: number, answer: string): void {
    this.#ms.push(ms)
    this.answers.set(answer, (this.answers.get(answer) ?? 0) + 1)
  }

  /** Percentiles by nearest rank; `perSecond` over the time that the whole scenario took. */
  row(seconds: number): StepRow {
    const sorted = this.#ms.toSorted((a, b) => a - b)
    const at = (share: number) => sorted.length === 0 ? 0 : round(sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)]!)
    const failed = [...this.answers].filter(([answer]) => answer.startsWith('5') || answer === 'error').reduce((sum, [, n]) => sum + n, 0)
    return { step: this.name, count: sorted.length, perSecond: round(sorted.length / seconds), p50: at(0.5), p95: at(0.95), p99: at(0.99), max: at(1), errors: failed, answers: Object.fromEntries(this.answers) }
  }
}

export interface StepRow { step: string, count: number, perSecond: number, p50: number, p95: number, p99: number, max: number, errors: number, answers: Record<string, number> }

export function round(value: number): number {
  return Math.round(value * 10) / 10
}

/**
 * An open model: arrivals come at their times whether or not the server keeps up, and each latency counts from the time at which
 * the arrival was due, so that a stalled server cannot hide its stall (coordinated omission).
 * @returns how late the generator itself started an arrival at worst, in ms: above some 50 it was the limit, not the server
 */
export async function openArrivals(count: number, overMs: number, arrive: (index: number, dueAt: number) => Promise<void>): Promise<number> {
  const start = performance.now()
  const open: Promise<void>[] = []
  let worstLateMs = 0
  for (let index = 0; index < count; index++) {
    const dueAt = start + (index / count) * overMs
    const wait = dueAt - performance.now()
    if (wait > 1) await new Promise(resolve => setTimeout(resolve, wait))
    worstLateMs = Math.max(worstLateMs, performance.now() - dueAt)
    open.push(arrive(index, dueAt))
  }
  await Promise.all(open)
  return round(worstLateMs)
}

/** A closed loop of `width` workers for `ms`: for ceilings. @returns calls a second */
export async function closedLoop(width: number, ms: number, call: () => Promise<unknown>): Promise<number> {
  const end = performance.now() + ms
  let calls = 0
  const start = performance.now()
  await Promise.all(Array.from({ length: width }, async () => {
    while (performance.now() < end) {
      await call()
      calls++
    }
  }))
  return round(calls / ((performance.now() - start) / 1000))
}
