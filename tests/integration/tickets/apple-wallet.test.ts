import { existsSync, readFileSync } from 'node:fs'
import { createSecureServer } from 'node:http2'
import type { TLSSocket } from 'node:tls'
import type { AddressInfo } from 'node:net'
import { eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { events, orders, outbox, sessions, tickets, venues, walletDevices, walletPasses, walletRegistrations } from '#drizzle/schema/index.ts'
import { acceptTicket, nameTicket, offerTicket } from '#server/domain/holders/index.ts'
import { type Notice, openGuestSecret } from '#server/domain/notify/index.ts'
import { forgetOldPasses, forgetWalletsOf, tellDevices } from '#server/domain/passes/index.ts'
import { knownProofOf, moveTickets, readTicketCode } from '#server/domain/tickets/index.ts'
import { tellDevices as pushTo } from '#server/gateways/apple-wallet/push.ts'
import { newId } from '#shared/ids/id.ts'
import { judgeProof } from '#shared/tickets/judge-proof.ts'
import type { TicketCode } from '#shared/tickets/ticket-code.ts'
import { offsetDateTime } from '#shared/time/zoned.ts'
import { openTestHouse } from '#tests/support/house.ts'
import { selfSigned } from '#tests/support/self-signed.ts'
import { PASS_TYPE, faultsOfPass, passPapers, unzip } from '#tests/support/wallet-papers.ts'
import { type PushService, pushListener } from '#tests/support/wallet-servers.ts'
import { type GivenTickets, givenTickets } from './given-tickets.ts'
import { type WalletDesk, openWalletDesk } from './wallet-desk.ts'

interface PassJson extends Record<string, unknown> { serialNumber: string, authenticationToken: string, webServiceURL: string, voided?: boolean, barcodes?: { message: string, format: string }[], eventTicket: Record<string, { key: string, label?: string, value: string }[]>, semantics: Record<string, unknown> }

let desk: WalletDesk
let house: WalletDesk['house']
let push: WalletDesk['push']
const papers = passPapers()
/** A pass that somebody made in the Wallet app itself. */
const REAL_PASS = new URL('../../../../shared/data/files/apple-event-ticket.pkpass', import.meta.url)

beforeAll(async () => {
  desk = await openWalletDesk(papers)
  ;({ house, push } = desk)
})
afterAll(() => desk.close())
beforeEach(() => desk.calm())

const passOf = (bytes: Buffer) => JSON.parse(unzip(bytes)['pass.json']!.toString()) as PassJson
const field = (pass: PassJson, key: string) => Object.values(pass.eventTicket).flat().find(one => one.key === key)?.value
async function download(given: GivenTickets, index = 0): Promise<PassJson> {
  const answer = await desk.ask(`/api/held-tickets/${given.tickets[index]!.id}/pass.pkpass`, { as: given.reader.userId })
  expect([answer.status, answer.headers.get('content-type'), answer.headers.get('cache-control')]).toEqual([200, 'application/vnd.apple.pkpass', 'no-store'])
  return passOf(answer.bytes)
}
const registration = (device: string, serial: string, type = PASS_TYPE) => `/api/wallet/apple/v1/devices/${device}/registrations/${type}/${serial}`
const latest = (pass: Pick<PassJson, 'serialNumber' | 'authenticationToken'>, headers: Record<string, string> = {}) => desk.ask(`/api/wallet/apple/v1/passes/${PASS_TYPE}/${pass.serialNumber}`, { token: pass.authenticationToken, headers })
const changesOf = (device: string, since?: string) => desk.ask(`/api/wallet/apple/v1/devices/${device}/registrations/${PASS_TYPE}${since ? `?passesUpdatedSince=${since}` : ''}`)
async function register(pass: PassJson, device: string, pushToken = `${device.replaceAll('-', '')}00`) {
  return await desk.ask(registration(device, pass.serialNumber), { method: 'POST', token: pass.authenticationToken, body: { pushToken } })
}
const newDevice = () => newId().replaceAll('-', '')

describe('C-10: the pass in Apple Wallet', () => {
  it('says what the database says, in both languages, with the code of the printed ticket', async () => {
    const given = await givenTickets(house, 2)
    await house.db.update(events).set({ nameEn: 'The "Tea" \\ House', nameZh: '“茶馆”纪念演出' }).where(eq(events.id, given.session.eventId))
    const [session] = await house.db.select().from(sessions).where(eq(sessions.id, given.session.sessionId))
    await house.db.update(venues).set({ latitude: 31.23, longitude: 121.47 }).where(eq(venues.id, session!.venueId))
    await house.db.update(sessions).set({ doorsAt: sql`starts_at - interval '45 minutes'` }).where(eq(sessions.id, session!.id))
    const answer = await desk.ask(`/api/held-tickets/${given.tickets[1]!.id}/pass.pkpass`, { as: given.reader.userId })
    const files = unzip(answer.bytes)
    const pass = passOf(answer.bytes)
    const [order] = await house.db.select().from(orders).where(eq(orders.id, given.orderId))
    const starts = offsetDateTime(session!.startsAt, 'Asia/Shanghai')
    expect(starts).toMatch(/\+08:00$/)
    expect(pass).toMatchObject({
      formatVersion: 1, passTypeIdentifier: PASS_TYPE, teamIdentifier: 'ABCDE12345', serialNumber: given.tickets[1]!.id, webServiceURL: 'http://localhost:3000/api/wallet/apple', description: 'The "Tea" \\ House',
      expirationDate: session!.endsAt.toISOString().replace(/\.\d+Z/, '.000Z'), relevantDate: new Date(session!.startsAt.getTime() - 45 * 60_000).toISOString().replace(/\.\d+Z/, '.000Z'),
      locations: [{ latitude: 31.23, longitude: 121.47, relevantText: 'Test house' }]
    })
    expect(['event', 'venue', 'starts', 'section', 'row', 'seat', 'holder', 'reference', 'organiser'].map(key => field(pass, key))).toEqual(['The "Tea" \\ House', 'Test house', starts, 'Stalls', 'A', '2', order!.contactName, order!.reference, 'Test company'])
    expect(pass.semantics).toMatchObject({ seats: [{ seatSection: 'Stalls', seatRow: 'A', seatNumber: '2' }], eventStartDate: starts })
    const chinese = files['zh-Hans.lproj/pass.strings']!.toString()
    for (const line of ['"The \\"Tea\\" \\\\ House" = "“茶馆”纪念演出";', '"Test house" = "测试剧院";', '"Stalls" = "池座";', '"Row" = "排";', '"Adult" = "成人票";']) expect(chinese).toContain(line)
    expect(files['en.lproj/pass.strings']!.toString()).toContain('"Stalls" = "Stalls";')
    const read = readTicketCode(house.keys.tickets, pass.barcodes![0]!.message) as { verdict: string, code: TicketCode }
    expect([read.verdict, read.code.ticketId, read.code.kind]).toEqual(['genuine', given.tickets[1]!.id, 'paper'])
    expect(await judgeProof(read.code, await knownProofOf(house.keys.tickets, given.tickets[1]!.secret), 'fixed', Date.now())).toBe('ok')
  })

  it('tells apart what is the same in English and not in Chinese', async () => {
    const given = await givenTickets(house, 1)
    await house.db.update(events).set({ nameEn: 'Test house', nameZh: '同名戏剧' }).where(eq(events.id, given.session.eventId))
    const answer = await desk.ask(`/api/held-tickets/${given.tickets[0]!.id}/pass.pkpass`, { as: given.reader.userId })
    const pass = passOf(answer.bytes)
    const chinese = unzip(answer.bytes)['zh-Hans.lproj/pass.strings']!.toString()
    expect(chinese).toContain(`"${field(pass, 'event')}" = "同名戏剧";`)
    expect(chinese).toContain(`"${field(pass, 'venue')}" = "测试剧院";`)
  })

  it('is signed so that a phone takes it, and not where one letter was changed', async () => {
    const given = await givenTickets(house, 1)
    const { bytes } = await desk.ask(`/api/held-tickets/${given.tickets[0]!.id}/pass.pkpass`, { as: given.reader.userId })
    const files = unzip(bytes)
    expect(faultsOfPass(files, papers)).toEqual([])
    for (const picture of ['icon.png', 'icon@2x.png', 'icon@3x.png', 'logo.png']) expect(files[picture]!.subarray(1, 4).toString()).toBe('PNG')
    expect(faultsOfPass({ ...files, 'pass.json': Buffer.from(files['pass.json']!.toString().replace('Stalls', 'Circle')) }, papers)).toEqual(['hash of pass.json'])
    const forged = JSON.stringify({ ...JSON.parse(files['manifest.json']!.toString()) as object, 'pass.json': 'x' })
    expect(faultsOfPass({ ...files, 'manifest.json': Buffer.from(forged) }, papers)).toContain('another manifest was signed')
    expect(faultsOfPass(files, passPapers())).toEqual(['nobody vouches for the certificate'])
  })

  it.skipIf(!existsSync(REAL_PASS))('has every key that a real pass has, but for those of the style with posters (skipped without the file)', async () => {
    const real = passOf(readFileSync(REAL_PASS))
    const own = await download(await givenTickets(house, 1))
    const posters = ['preferredStyleSchemes', 'logoSymbolName']
    expect(Object.keys(real).filter(key => !(key in own) && !posters.includes(key))).toEqual([])
    for (const key of ['eventName', 'venueName', 'eventType', 'eventEndDate', 'seats', 'admissionLevel']) expect([key, key in real.semantics, key in own.semantics]).toEqual([key, true, true])
    expect(own.barcodes![0]!.format).toBe(real.barcodes![0]!.format)
  })

  it('is offered beside a ticket only where it opens a door, and to nobody else', async () => {
    const given = await givenTickets(house, 2)
    const [mine, other] = given.tickets
    const offered = async () => (await desk.ask(`/api/orders/${given.orderId}/tickets`, { as: given.reader.userId })).json<{ tickets: { id: string, wallets: string[] }[] }>().tickets
    expect((await offered()).map(ticket => ticket.wallets)).toEqual([['apple', 'google'], ['apple', 'google']])
    const stranger = await givenTickets(house, 1)
    expect((await desk.ask(`/api/held-tickets/${mine!.id}/pass.pkpass`, { as: stranger.reader.userId })).code).toBe('not-found')
    expect((await desk.ask(`/api/held-tickets/${mine!.id}/pass.pkpass`)).code).toBe('not-found')
    await house.db.transaction(tx => moveTickets(tx, [mine!.id], 'valid', 'refunded', 'test'))
    expect((await desk.ask(`/api/held-tickets/${mine!.id}/pass.pkpass`, { as: given.reader.userId })).code).toBe('no-wallet-pass')
    expect((await offered()).find(ticket => ticket.id === mine!.id)!.wallets).toEqual([])
    await house.db.update(events).set({ codeRule: 'moving' }).where(eq(events.id, given.session.eventId))
    expect((await desk.ask(`/api/held-tickets/${other!.id}/pass.pkpass`, { as: given.reader.userId })).code).toBe('no-wallet-pass')
    expect((await offered()).map(ticket => ticket.wallets)).toEqual([[], []])
  })

  it('is not offered by a house without certificates', async () => {
    const bare = await openTestHouse()
    expect(bare.wallets).toEqual({ apple: null, google: null })
    await bare.close()
  })
})

describe('the web service of Apple Wallet', () => {
  it('registers a device once, and forgets it when the pass is taken off', async () => {
    const pass = await download(await givenTickets(house, 1))
    const device = newDevice()
    expect([(await register(pass, device)).status, (await register(pass, device, 'ab'.repeat(32))).status]).toEqual([201, 200])
    expect((await house.db.select().from(walletDevices).where(eq(walletDevices.id, device)))[0]!.pushToken).toBe('ab'.repeat(32))
    const off = () => desk.ask(registration(device, pass.serialNumber), { method: 'DELETE', token: pass.authenticationToken })
    expect([(await off()).status, (await off()).status]).toEqual([200, 200])
    expect(await house.db.select().from(walletDevices).where(eq(walletDevices.id, device))).toEqual([])
  })

  it('takes no token but that of the pass itself', async () => {
    const given = await givenTickets(house, 2)
    const [pass, other] = [await download(given, 0), await download(given, 1)]
    const device = newDevice()
    for (const token of [null, other.authenticationToken, 'x'.repeat(43), pass.authenticationToken.slice(1)]) {
      const body = { pushToken: 'ab'.repeat(32) }
      const answers = [
        await desk.ask(registration(device, pass.serialNumber), { method: 'POST', token, body }), await desk.ask(registration(device, pass.serialNumber), { method: 'DELETE', token }),
        await desk.ask(`/api/wallet/apple/v1/passes/${PASS_TYPE}/${pass.serialNumber}`, { token }), await desk.ask(`/api/wallet/apple/v1/passes/${PASS_TYPE}/${newId()}`, { token })
      ]
      expect(answers.map(answer => [answer.status, answer.code])).toEqual(Array.from({ length: 4 }, () => [401, 'pass-token-refused']))
    }
    expect(await house.db.select().from(walletRegistrations).where(eq(walletRegistrations.deviceId, device))).toEqual([])
    expect((await desk.ask(`/api/wallet/apple/v1/passes/pass.org.other/${pass.serialNumber}`, { token: pass.authenticationToken })).status).toBe(404)
    expect((await desk.ask(registration(device, pass.serialNumber), { method: 'POST', token: pass.authenticationToken, body: { pushToken: '../../x' } })).status).toBe(422)
  })

  it('gives the pass again only where it changed', async () => {
    const given = await givenTickets(house, 1)
    const pass = await download(given)
    const first = await latest(pass)
    const since = { 'if-modified-since': first.headers.get('last-modified')! }
    expect([first.status, (await latest(pass, since)).status]).toEqual([200, 304])
    await desk.moveShow(given)
    await desk.settle()
    const moved = await latest(pass, since)
    expect(moved.status).toBe(200)
    expect(new Date(moved.headers.get('last-modified')!).getTime()).toBeGreaterThan(new Date(since['if-modified-since']).getTime())
    expect((await latest(pass, { 'if-modified-since': moved.headers.get('last-modified')! })).status).toBe(304)
  })

  it('keeps what devices complain of to short lines, without anything secret', async () => {
    expect((await desk.ask('/api/wallet/apple/v1/log', { method: 'POST', body: { logs: ['could not fetch'] } })).status).toBe(200)
    expect((await desk.ask('/api/wallet/apple/v1/log', { method: 'POST', body: { logs: 'x' } })).status).toBe(422)
  })
})

describe('C-10: when something changes', () => {
  it('a show that moves: each device is asked once, lists its passes and gets the new time', async () => {
    const given = await givenTickets(house, 2)
    const passes = [await download(given, 0), await download(given, 1)]
    const [phone, tablet] = [newDevice(), newDevice()]
    for (const pass of passes) await register(pass, phone)
    await register(passes[0]!, tablet)
    const before = (await changesOf(phone)).json<{ serialNumbers: string[], lastUpdated: string }>()
    expect(before.serialNumbers.toSorted()).toEqual(given.tickets.map(ticket => ticket.id).toSorted())
    expect((await changesOf(phone, before.lastUpdated)).status).toBe(204)
    const session = await desk.moveShow(given)
    await desk.settle()
    await desk.settle()
    expect(push.asked.map(({ token, body, headers }) => [token, body, headers['apns-topic']]).toSorted()).toEqual([phone, tablet].map(device => [`${device}00`, '{}', PASS_TYPE]).toSorted())
    expect((await changesOf(phone, before.lastUpdated)).json<{ serialNumbers: string[] }>().serialNumbers.toSorted()).toEqual(given.tickets.map(ticket => ticket.id).toSorted())
    const fresh = passOf((await latest(passes[0]!)).bytes)
    expect(field(fresh, 'starts')).toBe(offsetDateTime(session.startsAt, 'Asia/Shanghai'))
    expect(new Date(fresh.expirationDate as string).getTime()).toBe(Math.floor(session.endsAt.getTime() / 1000) * 1000)
    expect(fresh.authenticationToken).toBe(passes[0]!.authenticationToken)
  })

  it('news of the event that no pass tells wake no phone', async () => {
    const given = await givenTickets(house, 1)
    await register(await download(given), newDevice())
    await house.db.update(events).set({ summaryEn: 'Another sentence.' }).where(eq(events.id, given.session.eventId))
    await house.db.insert(outbox).values({ topic: 'catalogue.changed', key: given.session.eventId, payload: { eventId: given.session.eventId } })
    await desk.settle()
    expect(push.asked).toEqual([])
    expect((await house.db.select().from(walletPasses).where(eq(walletPasses.ticketId, given.tickets[0]!.id)))[0]).toMatchObject({ checkDueAt: null })
  })

  it.each(['refunded', 'used', 'changed'] as const)('a ticket that is %s: its pass is void and has no code, and its device hears of it', async (state) => {
    const given = await givenTickets(house, 1)
    const pass = await download(given)
    const device = newDevice()
    await register(pass, device)
    await house.db.transaction(tx => moveTickets(tx, [given.tickets[0]!.id], 'valid', state, 'test'))
    await desk.settle()
    const now = passOf((await latest(pass)).bytes)
    expect([now.voided, now.barcodes, push.asked.map(one => one.token)]).toEqual([true, undefined, [`${device}00`]])
  })

  it('a ticket that is handed on: the old pass is void and says nothing of its new holder, whose pass is another', async () => {
    const given = await givenTickets(house, 1)
    const pass = await download(given)
    await register(pass, newDevice())
    await offerTicket({ db: house.db, guestKey: house.keys.guests }, given.reader, given.tickets[0]!.id, { name: 'Ada Lovelace', email: `ada-${newId()}@example.org`, locale: 'en' })
    const [told] = await house.db.select().from(outbox).where(sql`${outbox.payload} ->> 'kind' = 'ticket-offered' and ${outbox.payload} ->> 'path' like '/tickets/offered/%'`).orderBy(sql`id desc`).limit(1)
    const notice = told!.payload as unknown as Notice & { path: string, params: { guestSecretSealed: string } }
    const receiver = { userId: null, guestSecret: openGuestSecret(house.keys.guests, notice.params.guestSecretSealed) }
    const heirId = await acceptTicket(house, receiver, notice.path.split('/').at(-1)!)
    await desk.settle()
    const old = await latest(pass)
    expect(passOf(old.bytes)).toMatchObject({ voided: true })
    expect(unzip(old.bytes)['pass.json']!.toString()).not.toContain('Ada')
    const heir = passOf((await desk.ask(`/api/held-tickets/${heirId}/pass.pkpass?secret=${receiver.guestSecret}`)).bytes)
    expect([heir.serialNumber, field(heir, 'holder'), heir.authenticationToken === pass.authenticationToken]).toEqual([heirId, 'Ada Lovelace', false])
    expect((await desk.ask(`/api/wallet/apple/v1/passes/${PASS_TYPE}/${heirId}`, { token: pass.authenticationToken })).code).toBe('pass-token-refused')
  })

  it('another name, a cancelled show, a code that has to move: the pass says so', async () => {
    const given = await givenTickets(house, 1)
    const pass = await download(given)
    await register(pass, newDevice())
    await nameTicket(house, given.reader, given.tickets[0]!.id, 'Grace Hopper')
    await desk.settle()
    expect([field(passOf((await latest(pass)).bytes), 'holder'), push.asked.length]).toEqual(['Grace Hopper', 1])
    await house.db.update(events).set({ codeRule: 'moving' }).where(eq(events.id, given.session.eventId))
    const moving = passOf((await latest(pass)).bytes)
    expect([moving.voided, moving.barcodes, field(moving, 'status')]).toEqual([undefined, undefined, 'Open the ticket page: its code moves'])
    await house.db.update(sessions).set({ status: 'cancelled' }).where(eq(sessions.id, given.session.sessionId))
    await house.db.insert(outbox).values({ topic: 'catalogue.changed', key: given.session.eventId, payload: { eventId: given.session.eventId } })
    await desk.settle()
    const off = passOf((await latest(pass)).bytes)
    expect([off.voided, field(off, 'status'), push.asked.length]).toEqual([true, 'Cancelled', 2])
  })

  it('a device that has the pass no more is forgotten; one that nobody reached is told later', async () => {
    const given = await givenTickets(house, 1)
    const pass = await download(given)
    const [gone, busy] = [newDevice(), newDevice()]
    await register(pass, gone)
    await register(pass, busy)
    push.answers.set(`${gone}00`, { status: 410, reason: 'Unregistered' }).set(`${busy}00`, { status: 503, reason: 'ServiceUnavailable' })
    await desk.moveShow(given)
    await desk.settle()
    expect(await house.db.select().from(walletDevices).where(eq(walletDevices.id, gone))).toEqual([])
    expect(await house.db.select().from(walletRegistrations).where(eq(walletRegistrations.deviceId, gone))).toEqual([])
    const [waiting] = await house.db.select().from(walletDevices).where(eq(walletDevices.id, busy))
    expect(waiting!.pushDueAt).not.toBeNull()
    push.answers.clear()
    await house.db.update(walletDevices).set({ pushDueAt: sql`now()` }).where(eq(walletDevices.id, busy))
    await tellDevices(house)
    expect((await house.db.select().from(walletDevices).where(eq(walletDevices.id, busy)))[0]).toMatchObject({ pushDueAt: null, attempts: 0 })
  })

  it('a pass that was fetched before a change and registered after it hears of the change', async () => {
    const given = await givenTickets(house, 1)
    const pass = await download(given)
    await desk.moveShow(given)
    await desk.settle()
    const device = newDevice()
    await register(pass, device)
    await tellDevices(house)
    expect(push.asked.map(one => one.token)).toEqual([`${device}00`])
  })

  it('messages are sent with the certificate of the passes', async () => {
    const server = createSecureServer({ ...selfSigned(), requestCert: true, rejectUnauthorized: false })
    const asked: PushService['asked'] = []
    let shown = ''
    server.on('secureConnection', (socket: TLSSocket) => shown = socket.getPeerCertificate().subject.CN as string)
    server.on('request', pushListener(asked, new Map()))
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    const settings = { ...house.settings.appleWallet!, pushUrl: `https://127.0.0.1:${(server.address() as AddressInfo).port}` }
    expect([...await pushTo(settings, ['aa'.repeat(32)], { rejectUnauthorized: false })]).toEqual([['aa'.repeat(32), 'told']])
    expect([shown, asked.length]).toEqual([`Pass Type ID: ${PASS_TYPE}`, 1])
    // Without trust nothing is said, and nothing is lost.
    expect([...await pushTo(settings, ['aa'.repeat(32)])]).toEqual([['aa'.repeat(32), 'later']])
    await new Promise<void>(resolve => server.close(() => resolve()))
  })

  it('a person who leaves takes his devices along, and old shows are forgotten', async () => {
    const given = await givenTickets(house, 2)
    const [first, second] = [await download(given, 0), await download(given, 1)]
    const device = newDevice()
    await register(first, device)
    await register(second, device)
    await house.db.transaction(tx => forgetWalletsOf(tx, given.reader.userId!))
    expect(await house.db.select().from(walletRegistrations).where(eq(walletRegistrations.deviceId, device))).toEqual([])
    await house.db.update(sessions).set({ startsAt: sql`now() - interval '33 days'`, endsAt: sql`now() - interval '32 days'` }).where(eq(sessions.id, given.session.sessionId))
    await forgetOldPasses(house.db)
    expect(await house.db.select().from(walletPasses).where(eq(walletPasses.ticketId, given.tickets[0]!.id))).toEqual([])
    expect(await house.db.select().from(tickets).where(eq(tickets.id, given.tickets[0]!.id))).toHaveLength(1)
  })
})
