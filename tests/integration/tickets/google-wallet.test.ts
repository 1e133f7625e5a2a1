import { eq, sql } from 'drizzle-orm'
import { importSPKI, jwtVerify } from 'jose'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { sessions, walletPasses } from '#drizzle/schema/index.ts'
import { moveTickets, readTicketCode } from '#server/domain/tickets/index.ts'
import type { TicketCode } from '#shared/tickets/ticket-code.ts'
import { offsetDateTime } from '#shared/time/zoned.ts'
import { passPapers } from '#tests/support/wallet-papers.ts'
import { type GivenTickets, givenTickets } from './given-tickets.ts'
import { type WalletDesk, openWalletDesk } from './wallet-desk.ts'

let desk: WalletDesk
let house: WalletDesk['house']
let google: WalletDesk['google']

beforeAll(async () => {
  desk = await openWalletDesk(passPapers())
  ;({ house, google } = desk)
})
afterAll(() => desk.close())
beforeEach(() => desk.calm())

describe('C-10: the pass in Google Wallet', () => {
  const save = (given: GivenTickets, as = given.reader.userId) => desk.ask(`/api/held-tickets/${given.tickets[0]!.id}/google-wallet`, { method: 'POST', as, body: {} })
  const showOf = (given: GivenTickets) => google.things.get(`3388000000012345678.session-${given.session.sessionId}`)!
  const ticketOf = (given: GivenTickets) => google.things.get(`3388000000012345678.ticket-${given.tickets[0]!.id}`)!

  it('is written down with Google, and taken by a signed link that is short enough', async () => {
    const given = await givenTickets(house, 1)
    const { url } = (await save(given)).json<{ url: string }>()
    expect(url.length).toBeLessThan(1_800)
    const { payload } = await jwtVerify(url.replace('https://pay.google.com/gp/v/save/', ''), await importSPKI(google.publicKey, 'RS256'), { issuer: google.email, audience: 'google' })
    expect(payload).toMatchObject({ typ: 'savetowallet', payload: { eventTicketObjects: [{ id: ticketOf(given).id, classId: showOf(given).id }] } })
    const [session] = await house.db.select().from(sessions).where(eq(sessions.id, given.session.sessionId))
    expect(showOf(given)).toMatchObject({ dateTime: { start: offsetDateTime(session!.startsAt, 'Asia/Shanghai') }, eventName: { defaultValue: { value: 'A test play' }, translatedValues: [{ language: 'zh-CN', value: '测试话剧' }] } })
    expect(ticketOf(given)).toMatchObject({ state: 'ACTIVE', seatInfo: { row: { defaultValue: { value: 'A' } }, seat: { defaultValue: { value: '1' } } } })
    const read = readTicketCode(house.keys.tickets, (ticketOf(given).barcode as { value: string }).value) as { code: TicketCode }
    expect(read.code.ticketId).toBe(given.tickets[0]!.id)
  })

  it('moves with the show and dies with the ticket, and what Google did not take is told again', async () => {
    const given = await givenTickets(house, 1)
    await save(given)
    google.asked.length = 0
    const session = await desk.moveShow(given)
    google.trouble = 503
    await desk.settle()
    expect(showOf(given)).not.toMatchObject({ dateTime: { start: offsetDateTime(session.startsAt, 'Asia/Shanghai') } })
    google.trouble = null
    await house.db.update(walletPasses).set({ checkDueAt: sql`now()` }).where(eq(walletPasses.ticketId, given.tickets[0]!.id))
    await desk.settle()
    expect(showOf(given)).toMatchObject({ dateTime: { start: offsetDateTime(session.startsAt, 'Asia/Shanghai') } })
    expect(google.asked.filter(line => line.startsWith('PATCH /v1/eventTicketObject/'))).toHaveLength(1)
    await house.db.transaction(tx => moveTickets(tx, [given.tickets[0]!.id], 'valid', 'refunded', 'test'))
    await desk.settle()
    expect(ticketOf(given)).toMatchObject({ state: 'EXPIRED', barcode: null })
  })

  it('is given to nobody else, and not where Google does not answer', async () => {
    const given = await givenTickets(house, 1)
    const stranger = await givenTickets(house, 1)
    expect((await save(given, stranger.reader.userId)).code).toBe('not-found')
    google.trouble = 500
    expect((await save(given)).code).toBe('unavailable')
    google.trouble = null
    expect((await save(given)).status).toBe(200)
  })
})
