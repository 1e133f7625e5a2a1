import type { lookup } from 'node:dns'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { waitAfter } from '#server/domain/webhooks/rhythm.ts'
import { signedHeaders } from '#server/domain/webhooks/signature.ts'
import { publicOnly } from '#server/gateways/network/public-lookup.ts'
import { createWebhookSender } from '#server/gateways/webhooks/webhook-sender.ts'
import { openReceiver } from '#tests/integration/webhooks/receiver.ts'
import { selfSigned } from '#tests/support/self-signed.ts'

const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  await Promise.all(closing.splice(0).map(close => close()))
})
async function receiver(...answer: Parameters<typeof openReceiver>) {
  const opened = await openReceiver(...answer)
  closing.push(opened.close)
  return opened
}

/** A resolver that says what it is told, one answer after the other. */
function resolver(...answers: string[][]) {
  const asked: string[] = []
  const resolve = ((hostname: string, _options: unknown, callback: (error: null, found: { address: string, family: number }[]) => void) => {
    const found = answers[Math.min(asked.push(hostname), answers.length) - 1]!
    callback(null, found.map(address => ({ address, family: address.includes(':') ? 6 : 4 })))
  }) as unknown as typeof lookup
  return { resolve, asked }
}

const INSIDE = [
  'https://127.0.0.1/', 'https://127.1/', 'https://2130706433/', 'https://0x7f000001/', 'https://0x7f.0.0.1/', 'https://0177.0.0.1/', 'https://017700000001/', 'https://0/', 'https://0.0.0.0/',
  'https://10.0.0.1/', 'https://172.16.5.4/', 'https://192.168.1.1/', 'https://100.64.0.1/', 'https://169.254.169.254/latest/meta-data/', 'https://2852039166/', 'https://224.0.0.1/', 'https://255.255.255.255/',
  'https://[::1]/', 'https://[::]/', 'https://[::ffff:127.0.0.1]/', 'https://[::ffff:7f00:1]/', 'https://[::ffff:a9fe:a9fe]/', 'https://[64:ff9b::7f00:1]/', 'https://[2002:7f00:1::]/', 'https://[fd00::1]/', 'https://[fe80::1]/', 'https://[ff02::1]/',
  'https://localhost/', 'https://LOCALHOST/', 'https://localhost./', 'https://foyer.localhost/', 'https://printer.local/', 'https://metadata.google.internal/', 'https://intranet/', 'https://１２７.０.０.１/'
]
const NO_HTTPS = ['http://example.org/', 'file:///etc/passwd', 'gopher://example.org:70/', 'ftp://example.org/', 'javascript:alert(1)', 'data:text/plain,x', 'redis://example.org/', '//example.org', '']

describe('V-08: a webhook never reaches inside', () => {
  it.each([...INSIDE, ...NO_HTTPS])('%s is no address for one, nor is it asked', async (url) => {
    const { resolve, asked } = resolver(['93.184.216.34'])
    const sender = createWebhookSender({ allowsInside: false, resolve })
    expect(sender.accepts(url)).toBe(false)
    expect(await sender.post(url, {}, '{}')).toMatchObject({ status: null, error: 'inside' })
    expect(asked).toEqual([])
  })

  it.each([[['127.0.0.1']], [['169.254.169.254']], [['::1']], [['::ffff:10.0.0.1']], [['93.184.216.34', '10.0.0.1']], [['fd12::1']], [[]]])('a name that leads to %s is refused when it is connected to', async (addresses) => {
    const { resolve, asked } = resolver(addresses)
    const local = await receiver()
    const answer = await createWebhookSender({ allowsInside: false, resolve }).post(`https://hooks.example.org:${local.port}/`, {}, '{}')
    expect(answer).toMatchObject({ status: null, error: 'inside' })
    // Once, for the connection itself: there is no second answer that could be another.
    expect([asked, local.received]).toEqual([['hooks.example.org'], []])
  })

  it('a name that changes its mind is connected to where it was checked, and checked anew each time', async () => {
    const { resolve, asked } = resolver(['93.184.216.34'], ['127.0.0.1'])
    const look = () => new Promise(done => publicOnly(resolve)('rebinding.example.org', { all: true }, (error, found) => done(error?.code ?? found)))
    expect(await look()).toEqual([{ address: '93.184.216.34', family: 4 }])
    expect(await look()).toBe('EPRIVATE')
    expect(asked).toHaveLength(2)
  })

  it('takes https addresses outside', () => {
    const sender = createWebhookSender({ allowsInside: false })
    for (const url of ['https://hooks.example.org/foyer?x=1', 'https://93.184.216.34/', 'https://[2606:2800:220:1::1]:8443/', 'https://例子.中国/']) expect([url, sender.accepts(url)]).toEqual([url, true])
  })
})

describe('a webhook', () => {
  it('believes no certificate that nobody vouches for', async () => {
    const pair = selfSigned()
    const server = createServer(pair, (_, response) => void response.writeHead(204).end())
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    closing.push(() => new Promise(resolve => server.close(() => resolve())))
    const url = `https://localhost:${(server.address() as AddressInfo).port}/`
    expect(await createWebhookSender({ allowsInside: true }).post(url, {}, '{}')).toMatchObject({ status: null, error: expect.stringMatching(/SELF_SIGNED/) })
    expect(await createWebhookSender({ allowsInside: true, ca: pair.cert }).post(url, {}, '{}')).toMatchObject({ status: 204, error: null })
  })

  it('is not followed by a redirect', async () => {
    const local = await receiver(response => void response.writeHead(302, { location: '/elsewhere' }).end())
    expect(await createWebhookSender({ allowsInside: true }).post(local.url, {}, '{}')).toMatchObject({ status: 302 })
    expect(local.received.map(one => one.path)).toEqual(['/hook'])
  })

  it('gives up on who does not answer, and on who answers without end', async () => {
    const mute = await receiver(() => {})
    expect(await createWebhookSender({ allowsInside: true, answerWithinMs: 50 }).post(mute.url, {}, '{}')).toMatchObject({ status: null, error: 'timeout' })
    const endless = await receiver((response) => {
      response.writeHead(200)
      const more = () => {
        while (!response.destroyed && response.write('x'.repeat(65_536)));
        response.once('drain', more)
      }
      more()
    })
    expect(await createWebhookSender({ allowsInside: true }).post(endless.url, {}, '{}')).toMatchObject({ status: null, error: 'too-large' })
    const dead = await receiver()
    await dead.close()
    expect(await createWebhookSender({ allowsInside: true }).post(dead.url, {}, '{}')).toMatchObject({ status: null, error: 'ECONNREFUSED' })
  })

  it('keeps the beginning of an answer only, without what a database cannot keep', async () => {
    const local = await receiver(response => void response.writeHead(200).end(`a\u0000b${'c'.repeat(5_000)}`))
    const { response } = await createWebhookSender({ allowsInside: true }).post(local.url, {}, '{}')
    expect(response).toBe(`ab${'c'.repeat(998)}`)
  })

  it('is signed as Standard Webhooks say (their own example)', () => {
    expect(signedHeaders(['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'], { id: 'msg_p5jXN8AQM9LWM0D4loKWxJek', body: '{"test": 2432232314}', atSeconds: 1_614_265_330 })['webhook-signature'])
      .toBe('v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=')
  })

  it('is tried again with growing waits, the last time three days after the first', () => {
    const waits: number[] = []
    for (let tries = 1, wait = waitAfter(1, () => 0); wait !== null; wait = waitAfter(++tries, () => 0)) waits.push(wait)
    expect(waits).toEqual(waits.toSorted((a, b) => a - b))
    expect(waits.reduce((sum, wait) => sum + wait, 0)).toBe(3 * 86_400)
    expect(waitAfter(1, () => 1)).toBe(6)
  })
})
