import { createServer, request, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { brotliDecompressSync } from 'node:zlib'
import { createApp, eventHandler, toNodeListener } from 'h3'
import { afterEach, describe, expect, it } from 'vitest'
import { acceptsBrotli } from '#server/http/accepts-brotli.ts'
import { sendPacked } from '#server/http/packed-reply.ts'

let server: Server | undefined
afterEach(() => server?.close())

async function serve(reply: object): Promise<(encoding?: string) => Promise<{ headers: Record<string, unknown>, body: Buffer }>> {
  server = createServer(toNodeListener(createApp().use(eventHandler(event => sendPacked(event, reply)))))
  await new Promise<void>(resolve => server!.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return encoding => new Promise((resolve, reject) => {
    request({ port, host: '127.0.0.1', headers: encoding ? { 'accept-encoding': encoding } : {} }, (res) => {
      const chunks: Buffer[] = []
      res.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => resolve({ headers: res.headers, body: Buffer.concat(chunks) }))
    }).on('error', reject).end()
  })
}

describe('a reply that many ask for', () => {
  const large = { seats: 'free, held, sold, '.repeat(2_000) }

  it('is packed for those who take it, and plain for the others', async () => {
    const ask = await serve(large)
    const packed = await ask('gzip, br')
    expect(packed.headers).toMatchObject({ 'content-encoding': 'br', 'content-type': 'application/json', 'vary': 'accept-encoding' })
    expect(packed.body.length).toBeLessThan(500)
    expect(JSON.parse(brotliDecompressSync(packed.body).toString())).toEqual(large)
    for (const encoding of [undefined, 'gzip', 'br;q=0']) {
      const plain = await ask(encoding)
      expect(plain.headers['content-encoding']).toBeUndefined()
      expect(JSON.parse(plain.body.toString())).toEqual(large)
    }
  })

  it('is packed once for all', async () => {
    const ask = await serve(large)
    const answers = await Promise.all(Array.from({ length: 20 }, () => ask('br')))
    expect(new Set(answers.map(answer => answer.body.toString('base64'))).size).toBe(1)
  })

  it('is left as it is where it fits into a packet', async () => {
    const { headers, body } = await (await serve({ seats: 'free' }))('br')
    expect(headers['content-encoding']).toBeUndefined()
    expect(JSON.parse(body.toString())).toEqual({ seats: 'free' })
  })

  it.each([['br', true], ['gzip, BR', true], ['br;q=0.5, gzip', true], ['br;q=0', false], ['br;q=0.00', false], ['gzip, deflate', false], ['', false], [undefined, false], ['brotli', false]])('reads %o as %o', (header, isTaken) => {
    expect(acceptsBrotli(header)).toBe(isTaken)
  })
})
