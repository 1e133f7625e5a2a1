import { setTimeout as pause } from 'node:timers/promises'

/** How long one try may take, and how often it is tried. */
export interface Patience { tryMs: number, tries: number, pauseMs: number }

export const PATIENCE: Patience = { tryMs: 10_000, tries: 3, pauseMs: 200 }

/** Large files take their time: so much longer than small ones. */
export const LARGE = 60

/** The answer of `ask`, tried again where it failed, took too long, or was a 5xx or 429. All that a file store does may be repeated. */
export async function patiently(patience: Patience, ask: (signal: AbortSignal) => Promise<Response>): Promise<Response> {
  for (let left = patience.tries - 1; ; left--) {
    try {
      const answer = await ask(AbortSignal.timeout(patience.tryMs))
      if (left === 0 || (answer.status < 500 && answer.status !== 429)) return answer
      await answer.body?.cancel()
    } catch (problem) {
      if (left === 0) throw problem
    }
    await pause(patience.pauseMs * 2 ** (patience.tries - 1 - left) * (0.5 + Math.random()))
  }
}
