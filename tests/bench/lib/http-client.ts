import { Agent, request } from 'node:http'

export interface Answer { status: number, body: unknown, cookies: string[] }

/** A small keep-alive client: measures the server, not fetch. Calls end after ten seconds. */
export class BenchClient {
  readonly #agent: Agent
  readonly #base: URL

  constructor(url: string, maxSockets: number) {
    this.#base = new URL(url)
    this.#agent = new Agent({ keepAlive: true, maxSockets, scheduling: 'lifo' })
  }

  send(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    const payload = body === undefined ? undefined : JSON.stringify(body)
    return new Promise((resolve, reject) => {
      const req = request({
        host: this.#base.hostname, port: this.#base.port, method, path, agent: this.#agent, timeout: 10_000,
        headers: payload === undefined ? headers : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(payload), ...headers }
      }, (res) => {
        const chunks: Buffer[] = []
        res.on('data', (chunk: Buffer) => chunks.push(chunk))
        res.on('error', reject)
        res.on('end', () => {
          const text = Buffer.concat(chunks).toString('utf8')
          resolve({ status: res.statusCode!, body: text ? JSON.parse(text) : null, cookies: res.headers['set-cookie'] ?? [] })
        })
      })
      req.on('timeout', () => req.destroy(new Error('no answer within 10 s')))
      req.on('error', reject)
      req.end(payload)
    })
  }

  /** A GET whose body is only counted. */
  fetch(path: string, headers: Record<string, string>): Promise<{ status: number, bytes: number }> {
    return new Promise((resolve, reject) => {
      const req = request({ host: this.#base.hostname, port: this.#base.port, path, agent: this.#agent, headers, timeout: 10_000 }, (res) => {
        let bytes = 0
        res.on('data', (chunk: Buffer) => { bytes += chunk.length })
        res.on('error', reject)
        res.on('end', () => resolve({ status: res.statusCode!, bytes }))
      })
      req.on('timeout', () => req.destroy(new Error('no answer within 10 s')))
      req.on('error', reject)
      req.end()
    })
  }

  close(): void {
    this.#agent.destroy()
  }
}
