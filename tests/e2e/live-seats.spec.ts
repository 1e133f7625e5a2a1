import { createServer, request, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Page, expect, test } from '@playwright/test'
import { alive, somethingOnSale } from './support/buying.ts'
import { HttpPerson } from '#tests/support/http-person.ts'
import { seatId } from '#shared/seating/plan.ts'
import { decodePlan, type EncodedPlan } from '#shared/seating/plan-codec.ts'
import type { SessionReply, SessionStatusReply } from '#shared/api/catalogue.ts'
import { unpackStatus } from '#shared/seating/seat-status.ts'

const PAUSED = { en: 'Live updates paused', zh: '实时更新已暂停' }

/** A proxy of a company: it knows no WebSocket, and hands an answer on when it has all of it. */
async function startBufferingProxy(target: string): Promise<{ url: string, letThrough(): void, server: Server }> {
  let isBuffering = true
  const server = createServer((req, res) => {
    const onward = request(target + req.url, { method: req.method, headers: req.headers }, (answer) => {
      const chunks: Buffer[] = []
      if (!isBuffering) return void answer.pipe(res.writeHead(answer.statusCode!, answer.headers))
      answer.on('data', (chunk: Buffer) => chunks.push(chunk))
      answer.on('end', () => {
        const { 'transfer-encoding': _, ...headers } = answer.headers
        res.writeHead(answer.statusCode!, headers).end(Buffer.concat(chunks))
      })
    })
    onward.on('error', () => res.destroy())
    res.on('close', () => onward.destroy())
    req.pipe(onward)
  })
  server.on('upgrade', (_req, socket) => socket.end('HTTP/1.1 502 Bad Gateway\r\nconnection: close\r\n\r\n'))
  await new Promise<void>(resolve => server.listen(0, 'localhost', resolve))
  return { url: `http://localhost:${(server.address() as AddressInfo).port}`, letThrough: () => { isBuffering = false }, server }
}

/** Somebody else holds a free seat. @returns what is free then */
async function othersTakeOne(url: string, sessionId: string): Promise<void> {
  const other = new HttpPerson(url)
  const session = (await other.send<SessionReply>('GET', `/api/sessions/${sessionId}`)).body
  const plan = decodePlan((await other.send<EncodedPlan>('GET', session.planUrl)).body)
  const status = (await other.send<SessionStatusReply>('GET', `/api/sessions/${sessionId}/status`)).body
  const free = unpackStatus(Buffer.from(status.packed, 'base64'), status.seatCount).findIndex(seat => seat === 0)
  expect((await other.hold(sessionId, seatId(plan, free))).status).toBe(200)
}

/** What the page knows of the seats: its own count of free seats in the list. */
const socketsOf = (page: Page) => {
  const opened: string[] = []
  page.on('websocket', socket => opened.push(new URL(socket.url()).pathname))
  return opened
}

for (const [language, at] of [['en', ''], ['zh', '/zh']] as const) {
  test(`RT-06: behind a proxy that lets nothing live through, the page asks and says so (${language})`, async ({ page, request: api, baseURL }) => {
    const { event, session } = await somethingOnSale(api, 'jade-tide-opera-house')
    const proxy = await startBufferingProxy(baseURL!)
    const asked: string[] = []
    page.on('response', (reply) => { if (reply.url().endsWith('/status')) asked.push(String(reply.status())) })
    await page.goto(`${proxy.url}${at}/sessions/${session.id}`)
    await alive(page)
    await expect(page.getByText(PAUSED[language]).filter({ visible: true }).first()).toBeVisible({ timeout: 20_000 })
    await othersTakeOne(baseURL!, session.id)
    const before = asked.length
    await expect.poll(() => asked.slice(before).includes('200'), { timeout: 20_000, message: `${event.slug}: the change is asked for` }).toBe(true)
    await expect.poll(() => asked.includes('304'), { timeout: 20_000, message: 'nothing is sent twice' }).toBe(true)
    proxy.letThrough()
    await page.evaluate(() => window.dispatchEvent(new Event('online')))
    await expect(page.getByText(PAUSED[language]).filter({ visible: true })).toHaveCount(0, { timeout: 30_000 })
    proxy.server.close()
    proxy.server.closeAllConnections()
  })
}

test('RT-06: the page goes by WebSocket where it can, and does not ask then', async ({ page, request: api, baseURL }) => {
  const { session } = await somethingOnSale(api, 'jade-tide-opera-house')
  const sockets = socketsOf(page)
  const frames: string[] = []
  page.on('websocket', socket => socket.on('framereceived', ({ payload }) => frames.push(String(payload))))
  await page.goto(`/sessions/${session.id}`)
  await alive(page)
  await expect.poll(() => frames.some(frame => frame.startsWith('{"kind":"hello"'))).toBe(true)
  expect(sockets.filter(path => path.startsWith('/api/'))).toEqual([`/api/sessions/${session.id}/socket`])
  await othersTakeOne(baseURL!, session.id)
  await expect.poll(() => frames.some(frame => frame.startsWith('{"kind":"seats"'))).toBe(true)
  await expect(page.getByText(PAUSED.en).filter({ visible: true })).toHaveCount(0)
})
