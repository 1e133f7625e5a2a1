import { randomBytes } from 'node:crypto'
import type { Answer, BenchClient } from './http-client.ts'
import type { Steps } from './measure.ts'

/** One buyer's browser: a cookie of its own, and each step timed from when it was due. */
export class Visitor {
  readonly #client: BenchClient
  readonly #cookie: string
  /** The same browser on the connections of those who check out. */
  readonly atTill: Visitor

  constructor(client: BenchClient, tills?: BenchClient, cookie = `foyer-visitor=${randomBytes(16).toString('base64url')}`) {
    this.#client = client
    this.#cookie = cookie
    this.atTill = tills ? new Visitor(tills, undefined, cookie) : this
  }

  async step(steps: Steps, dueAt: number, method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    try {
      const answer = await this.#client.send(method, path, body, { cookie: this.#cookie, ...headers })
      const code = (answer.body as { code?: string } | null)?.code
      steps.add(performance.now() - dueAt, code ? `${answer.status} ${code}` : String(answer.status))
      return answer
    } catch (error) {
      steps.add(performance.now() - dueAt, 'error')
      return { status: 0, body: String(error), cookies: [] }
    }
  }
}

export const pause = (ms: number) => new Promise<void>(resolve => setTimeout(resolve, ms))
