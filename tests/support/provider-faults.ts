import type { IncomingMessage, ServerResponse } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'

/**
 * How the next answers go wrong. `away`: 500 before anything was done. `cut`: done, but the connection breaks before the answer, after `then`.
 * `reset`: the connection breaks before anything was done. `slow`: answers after `ms`.
 */
export type Fault = { how: 'away' | 'reset' } | { how: 'cut', then?: () => Promise<void> } | { how: 'slow', ms: number }

/** What goes wrong in a stand-in for a provider, request by request. */
export class Faults {
  #next: { fault: Fault, on: RegExp }[] = []
  /** Every request as `POST /v1/refunds`, in order. */
  readonly heard: string[] = []

  /** The next `times` requests that match `on` go wrong. */
  next(fault: Fault, on = /./, times = 1): void {
    for (let i = 0; i < times; i++) this.#next.push({ fault, on })
  }

  clear(): void {
    this.#next = []
  }

  /** Serves one request by `work`, or lets it go wrong. @param name what the request is called */
  async serve(name: string, req: IncomingMessage, res: ServerResponse, work: () => void | Promise<void>): Promise<void> {
    this.heard.push(name)
    const found = this.#next.findIndex(one => one.on.test(name))
    const fault = found === -1 ? undefined : this.#next.splice(found, 1)[0]!.fault
    if (fault?.how === 'reset') return void req.socket.destroy()
    if (fault?.how === 'away') return void res.writeHead(500, { 'content-type': 'application/json' }).end('{"error":{"type":"api_error","message":"trouble"}}')
    if (fault?.how === 'slow') await pause(fault.ms)
    if (fault?.how === 'cut') {
      res.end = () => (void (fault.then?.() ?? Promise.resolve()).finally(() => req.socket.destroy()), res)
      res.writeHead = () => res
    }
    await work()
  }
}

/** The body of a request, whole. */
export async function bodyOf(req: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of req) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString('utf8')
}
