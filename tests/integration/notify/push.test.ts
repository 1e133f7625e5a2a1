import { createDecipheriv, createECDH, createPublicKey, hkdfSync, randomBytes, verify } from 'node:crypto'
import { type Server, createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { deliveries, houseFacts, pushSubscriptions } from '#drizzle/schema/index.ts'
import { Undeliverable, giveNotice, rememberPush, sendWaiting } from '#server/domain/notify/index.ts'
import { createPushSender } from '#server/gateways/push/connect.ts'
import { isPublicAddress, publicLookup } from '#server/gateways/network/public-lookup.ts'
import { keptVapidKeys } from '#server/gateways/push/vapid-keys.ts'
import { webPushSender } from '#server/gateways/push/web-push-sender.ts'
import { deliverNews } from '#server/jobs/housekeeping.ts'
import { pushSubscriptionInput } from '#shared/api/notices.ts'
import { newId } from '#shared/ids/id.ts'
import { givenCustomer } from '#tests/support/fixtures.ts'
import { openTestHouse } from '#tests/support/house.ts'
import { selfSigned } from '#tests/support/self-signed.ts'

let house: Awaited<ReturnType<typeof openTestHouse>>
/** A push service of our own: keeps what it is asked, answers `status`. */
let service: Server
let base: string
let status = 201
const asked: { path: string, headers: Record<string, string | string[] | undefined>, body: Buffer }[] = []

beforeAll(async () => {
  house = await openTestHouse()
  service = createServer(selfSigned(), (req, res) => {
    const chunks: Buffer[] = []
    req.on('data', (chunk: Buffer) => chunks.push(chunk))
    req.on('end', () => {
      asked.push({ path: req.url!, headers: req.headers, body: Buffer.concat(chunks) })
      res.writeHead(status, status === 302 ? { location: '/elsewhere' } : {}).end()
    })
  })
  await new Promise<void>(resolve => service.listen(0, '127.0.0.1', resolve))
  base = `https://localhost:${(service.address() as AddressInfo).port}`
})
afterAll(async () => {
  await new Promise(resolve => service.close(resolve))
  await house.close()
})

/** A browser's side of a subscription. */
function browser() {
  const ecdh = createECDH('prime256v1')
  ecdh.generateKeys()
  const auth = randomBytes(16)
  return { ecdh, auth, target: { endpoint: `${base}/push/${newId()}`, p256dh: ecdh.getPublicKey().toString('base64url'), auth: auth.toString('base64url') } }
}

const sender = () => webPushSender({ keys: keptVapidKeys(house.db, Buffer.alloc(32, 7)), subject: 'https://tickets.example.org', connection: { rejectUnauthorized: false } })
const office = () => ({ ...house, post: { ...house.post, push: sender() } })
const MESSAGE = { title: '《哈姆雷特》已开售', body: 'Good seats', path: '/zh/events/hamlet' }

describe('a push message', () => {
  it('is read by the browser alone, and proves who sent it', async () => {
    const { ecdh, auth, target } = browser()
    await sender().send(target, MESSAGE, newId())
    const { headers, body } = asked.at(-1)!
    expect(JSON.parse(decrypted(body, ecdh, auth))).toEqual(MESSAGE)
    expect(body.toString('utf8')).not.toContain('Good seats')
    expect(headers).toMatchObject({ 'content-encoding': 'aes128gcm', 'ttl': '259200' })
    const [, jwt, key] = /^vapid t=([^,]+), k=(.+)$/.exec(headers.authorization as string)!
    expect(key).toBe(await sender().publicKey())
    const claims = checkedJwt(jwt!, key!)
    expect(claims).toMatchObject({ aud: base, sub: 'https://tickets.example.org' })
    expect(claims.exp).toBeLessThan(Date.now() / 1000 + 86_400)
  })

  it('goes to each browser of a person, and a browser that is gone is forgotten', async () => {
    const { userId } = await givenCustomer(house.db)
    const [one, two] = [browser(), browser()]
    await rememberPush(house.db, userId, one.target, 'Firefox')
    await rememberPush(house.db, userId, two.target, 'Chromium')
    asked.length = 0
    await giveNotice(house.db, { to: { userId }, kind: 'sale-opened', params: { eventEn: 'Hamlet', eventZh: '哈姆雷特' }, path: '/events/hamlet', key: `push:${newId()}` })
    await deliverNews(house)
    await sendWaiting(office())
    expect(asked.map(a => new URL(a.path, base).href).sort()).toEqual([one.target.endpoint, two.target.endpoint].sort())
    expect(JSON.parse(decrypted(asked.find(a => one.target.endpoint.endsWith(a.path))!.body, one.ecdh, one.auth))).toEqual({ title: '“Hamlet” is on sale', body: 'You asked us to tell you. Good seats are there while they last.', path: '/events/hamlet' })

    status = 410
    await giveNotice(house.db, { to: { userId }, kind: 'sale-opened', params: {}, key: `push:${newId()}` })
    await deliverNews(house)
    await sendWaiting(office())
    status = 201
    expect(await house.db.select().from(pushSubscriptions).where(eq(pushSubscriptions.userId, userId))).toEqual([])
    expect((await house.db.select().from(deliveries).where(eq(deliveries.channel, 'push'))).filter(d => d.state === 'given-up')).toHaveLength(2)
  })

  it('is tried again where the service is out of order, and follows no redirect', async () => {
    const { target } = browser()
    status = 503
    await expect(sender().send(target, MESSAGE, newId())).rejects.not.toBeInstanceOf(Undeliverable)
    status = 302
    const before = asked.length
    await expect(sender().send(target, MESSAGE, newId())).rejects.toBeInstanceOf(Undeliverable)
    status = 201
    expect(asked.length).toBe(before + 1)
  })

  it('of a person goes to ten browsers at most, and a browser serves the last who signed up', async () => {
    const [first, second] = [await givenCustomer(house.db), await givenCustomer(house.db)]
    const shared = browser().target
    await rememberPush(house.db, first.userId, shared, null)
    await rememberPush(house.db, second.userId, shared, null)
    for (let i = 0; i < 11; i++) await rememberPush(house.db, second.userId, browser().target, null)
    expect(await house.db.select().from(pushSubscriptions).where(eq(pushSubscriptions.userId, first.userId))).toEqual([])
    const left = await house.db.select().from(pushSubscriptions).where(eq(pushSubscriptions.userId, second.userId))
    expect(left).toHaveLength(10)
    expect(left.map(s => s.endpoint)).not.toContain(shared.endpoint)
  })
})

describe('keys of web push', () => {
  it('are made once for all processes, and the private one is kept sealed', async () => {
    const seal = Buffer.alloc(32, 9)
    await house.db.delete(houseFacts).where(eq(houseFacts.name, 'vapid-key-pair'))
    const all = await Promise.all(Array.from({ length: 8 }, () => keptVapidKeys(house.db, seal)()))
    expect(new Set(all.map(k => k.privateKey)).size).toBe(1)
    expect(JSON.stringify(await house.db.select().from(houseFacts))).not.toContain(all[0]!.privateKey)
    await expect(keptVapidKeys(house.db, Buffer.alloc(32, 8))()).rejects.toThrow()
  })
})

describe('V-08: an endpoint inside the house', () => {
  const keys = { p256dh: browserKeys().p256dh, auth: browserKeys().auth }
  it.each([
    'http://push.example.com/x', 'https://127.0.0.1/x', 'https://[::1]/x', 'https://169.254.169.254/latest', 'https://2130706433/x', 'https://0x7f000001/x', 'https://localhost/x',
    'https://push.example.com:8443/x', 'https://user:pass@push.example.com/x', 'https://database.internal/x', 'https://printer.local/x', 'file:///etc/passwd', 'gopher://push.example.com/x', 'https://intranet/x', 'nonsense'
  ])('%s is not taken', (endpoint) => {
    expect(pushSubscriptionInput.safeParse({ endpoint, keys }).success).toBe(false)
  })

  it.each(['https://fcm.googleapis.com/fcm/send/abc', 'https://updates.push.services.mozilla.com/wpush/v2/abc', 'https://web.push.apple.com/abc', 'https://wns2-par02p.notify.windows.com/w/?token=abc'])('%s is taken', (endpoint) => {
    expect(pushSubscriptionInput.safeParse({ endpoint, keys }).success).toBe(true)
  })

  it.each(['127.0.0.1', '10.1.2.3', '172.20.0.1', '192.168.1.1', '169.254.169.254', '100.64.0.1', '0.0.0.0', '224.0.0.1', '::1', '::', 'fe80::1', 'fd00::1', '::ffff:127.0.0.1', '64:ff9b::7f00:1', '2002:7f00:1::', 'no address'])('%s is inside', (address) => {
    expect(isPublicAddress(address)).toBe(false)
  })

  it.each(['8.8.8.8', '142.250.1.1', '2a00:1450:4001:81b::200a'])('%s is outside', (address) => {
    expect(isPublicAddress(address)).toBe(true)
  })

  it('is not connected to, even where a public name leads there', async () => {
    const real = createPushSender({ vapid: null, db: house.db, sealKey: Buffer.alloc(32, 9), publicUrl: 'https://tickets.example.org' })
    const before = asked.length
    await expect(real.send({ ...browser().target }, MESSAGE, newId())).rejects.toBeInstanceOf(Undeliverable)
    await expect(real.send({ ...browser().target, endpoint: `https://127.0.0.1:${new URL(base).port}/x` }, MESSAGE, newId())).rejects.toBeInstanceOf(Undeliverable)
    expect(asked.length).toBe(before)
    const code = await new Promise(resolve => publicLookup('localhost', { all: false }, error => resolve(error?.code)))
    expect(code).toBe('EPRIVATE')
  })
})

function browserKeys() {
  const ecdh = createECDH('prime256v1')
  ecdh.generateKeys()
  return { p256dh: ecdh.getPublicKey().toString('base64url'), auth: randomBytes(16).toString('base64url') }
}

/** RFC 8188 and 8291, from the browser's side. */
function decrypted(body: Buffer, ecdh: ReturnType<typeof createECDH>, auth: Buffer): string {
  const salt = body.subarray(0, 16)
  const keyLength = body[20]!
  const serverKey = body.subarray(21, 21 + keyLength)
  const sealed = body.subarray(21 + keyLength)
  const info = Buffer.concat([Buffer.from('WebPush: info\0'), ecdh.getPublicKey(), serverKey])
  const ikm = Buffer.from(hkdfSync('sha256', ecdh.computeSecret(serverKey), auth, info, 32))
  const key = Buffer.from(hkdfSync('sha256', ikm, salt, 'Content-Encoding: aes128gcm\0', 16))
  const nonce = Buffer.from(hkdfSync('sha256', ikm, salt, 'Content-Encoding: nonce\0', 12))
  const decipher = createDecipheriv('aes-128-gcm', key, nonce)
  decipher.setAuthTag(sealed.subarray(-16))
  const padded = Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()])
  return padded.subarray(0, padded.lastIndexOf(2)).toString('utf8')
}

function checkedJwt(jwt: string, publicKey: string): { aud: string, sub: string, exp: number } {
  const [head, claims, signature] = jwt.split('.')
  const point = Buffer.from(publicKey, 'base64url')
  const key = createPublicKey({ format: 'jwk', key: { kty: 'EC', crv: 'P-256', x: point.subarray(1, 33).toString('base64url'), y: point.subarray(33).toString('base64url') } })
  expect(verify('sha256', Buffer.from(`${head}.${claims}`), { key, dsaEncoding: 'ieee-p1363' }, Buffer.from(signature!, 'base64url'))).toBe(true)
  return JSON.parse(Buffer.from(claims!, 'base64url').toString('utf8'))
}
