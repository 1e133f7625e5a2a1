import { createServer } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { createApp, defineEventHandler, toNodeListener } from 'h3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import oddRequests from '#server/middleware/odd-requests.ts'

describe('V-12: requests that no browser sends', () => {
  const app = createApp().use(oddRequests).use(defineEventHandler(() => 'a page'))
  const server = createServer(toNodeListener(app))
  beforeAll(() => new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve)))
  afterAll(() => new Promise<void>(resolve => server.close(() => resolve())))

  /** Written by hand: clients mend what they send. */
  function send(request: string, host: string): Promise<string> {
    return new Promise((resolve, reject) => {
      let answer = ''
      const socket = connect((server.address() as AddressInfo).port, '127.0.0.1')
      socket.on('data', (text) => { answer += text.toString() }).on('close', () => resolve(answer)).on('error', reject)
      socket.write(`${request} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`)
    })
  }

  it.each(['GET /', 'HEAD /events/dune', 'GET //x?locale=zh', 'POST /login', 'POST /api/auth/login', 'DELETE /api/orders/1'])('%s is let through', async (request) => {
    for (const host of ['tickets.example', 'localhost:3000', '127.0.0.1', '[::1]:3000']) expect(await send(request, host)).toMatch(/^HTTP\/1.1 200/)
  })

  it.each(['TRACE /', 'DELETE /admin', 'PUT /zh/events/dune', 'OPTIONS /search', 'PROPFIND /'])('%s is refused', async (request) => {
    const answer = await send(request, 'tickets.example')
    expect(answer).toMatch(/^HTTP\/1.1 405/)
    expect(answer.toLowerCase()).toContain('\r\nallow: get, head, post\r\n')
    expect(answer).not.toContain('a page')
  })

  it.each(['[', 'a b', 'evil.example/path', 'user@evil.example', '<script>', 'x:y'])('a host called %s is refused', async (host) => {
    const answer = await send('GET /api/version', host)
    expect(answer).toMatch(/^HTTP\/1.1 400/)
    expect(answer).not.toContain(host.length > 3 ? host : 'a page')
  })
})
