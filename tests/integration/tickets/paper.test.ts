import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { events, orders, sessions, tickets, venues, outbox } from '#drizzle/schema/index.ts'
import { acceptTicket, calendarEntryOf, nameTicket, offerTicket, printReceipt, printTickets, ticketsOfOrder } from '#server/domain/holders/index.ts'
import { type Notice, openGuestSecret } from '#server/domain/notify/index.ts'
import { ownOrder } from '#server/domain/orders/index.ts'
import { knownProofOf, readTicketCode } from '#server/domain/tickets/index.ts'
import type { House } from '#server/house.ts'
import { ticketCalendar } from '#shared/feeds/ticket-calendar.ts'
import { judgeProof } from '#shared/tickets/judge-proof.ts'
import type { TicketCode } from '#shared/tickets/ticket-code.ts'
import { openTestHouse, refusalCode } from '#tests/support/house.ts'
import { textOfPdf } from '#tests/support/pdf-text.ts'
import { codesIn } from '#tests/support/read-codes.ts'
import { type GivenTickets, givenTickets } from './given-tickets.ts'

let house: House

beforeAll(async () => {
  house = await openTestHouse()
})
afterAll(() => house.close())

const orderOf = (given: GivenTickets) => ownOrder(house.db, given.reader, given.orderId)
const printed = async (given: GivenTickets, locale: 'en' | 'zh' = 'zh') => printTickets(house, await ticketsOfOrder(house.db, await orderOf(given)), locale)

/** A show as hostile or as long as anybody may name it. */
async function renamed(given: GivenTickets, names: { nameEn?: string, nameZh?: string, codeRule?: 'fixed' | 'moving' | 'moving-or-paper' }) {
  const [session] = await house.db.select().from(sessions).where(eq(sessions.id, given.session.sessionId))
  await house.db.update(events).set(names).where(eq(events.id, session!.eventId))
}

/** The codes on the pages, where a program that draws PDFs is installed. */
async function codesOf(pdf: Buffer): Promise<string[] | null> {
  const folder = mkdtempSync(join(tmpdir(), 'foyer-pdf-'))
  try {
    writeFileSync(join(folder, 'tickets.pdf'), pdf)
    if (spawnSync('pdftoppm', ['-r', '110', '-png', 'tickets.pdf', 'page'], { cwd: folder }).status !== 0) return null
    const pages = Array.from({ length: textOfPdf(pdf).pages.length }, (_, index) => readFileSync(join(folder, `page-${index + 1}.png`)))
    return (await Promise.all(pages.map(codesIn))).flat()
  } finally {
    rmSync(folder, { recursive: true })
  }
}
const hasPdftoppm = spawnSync('pdftoppm', ['-v']).status === 0

describe('U-11: printed tickets', () => {
  it('have a page each, with text that can be read and searched, Chinese too, and no letter missing', async () => {
    const given = await givenTickets(house, 2)
    await renamed(given, { nameZh: '雷雨：北京人民艺术剧院纪念演出', nameEn: 'Thunderstorm — “Été” Łódź Ω Привет' })
    await nameTicket(house, given.reader, given.tickets[0]!.id, '张喆堃 龘')
    const pdf = await printed(given)
    const { pages, missing } = textOfPdf(pdf)
    expect(pages).toHaveLength(2)
    expect(missing).toBe(0)
    const all = pages.join('').replaceAll('\n', '')
    for (const text of ['雷雨：北京人民艺术剧院纪念演出', '张喆堃 龘', '区域', 'FY-']) expect(all).toContain(text)
    expect(pdf.length).toBeLessThan(300_000)
    const english = textOfPdf(await printed(given, 'en'))
    expect(english.pages.join('').replaceAll('\n', ' ')).toContain('Łódź Ω Привет')
    expect(english.missing).toBe(0)
  })

  it('carry a printers\' mark where a face has no letter, and text that does nothing (V-11)', async () => {
    const given = await givenTickets(house, 1)
    await renamed(given, { nameEn: '😀 ) Tj ET (/JavaScript <</S/URI>> <script>alert(1)</script>' })
    const pdf = await printed(given, 'en')
    const { pages, missing } = textOfPdf(pdf)
    expect(missing).toBe(0)
    expect(pages[0]!.replaceAll('\n', '')).toContain('〓 ) Tj ET')
    for (const active of ['/JS', '/JavaScript', '/OpenAction', '/AA', '/Launch']) expect(pdf.toString('latin1')).not.toContain(active)
  })

  it.skipIf(!hasPdftoppm)('carry a code of paper that gates read off the page, also small, and C-10: it is dead once the ticket is somebody else\'s (needs pdftoppm)', async () => {
    const given = await givenTickets(house, 2)
    const before = (await codesOf(await printed(given)))!
    expect(before).toHaveLength(2)
    const read = before.map(text => (readTicketCode(house.keys.tickets, text) as { code: TicketCode }).code)
    expect(read.map(code => [code.kind, code.ticketId]).sort()).toEqual(given.tickets.map(ticket => ['paper', ticket.id]).sort())

    const [ticket] = given.tickets
    await offerTicket({ db: house.db, guestKey: house.keys.guests }, given.reader, ticket!.id, { name: 'Grace', email: 'grace@example.org', locale: 'en' })
    const notice = (await house.db.select().from(outbox).where(eq(outbox.topic, 'notice')).orderBy(outbox.id)).map(row => row.payload as unknown as Notice).findLast(one => one.kind === 'ticket-offered')!
    const mail = { userId: null, guestSecret: openGuestSecret(house.keys.guests, notice.params.guestSecretSealed as string) }
    const heirId = await acceptTicket(house, mail, notice.path!.split('/').at(-1)!)
    const [heir] = await house.db.select().from(tickets).where(eq(tickets.id, heirId))
    const old = read.find(code => code.ticketId === ticket!.id)!
    expect(await judgeProof(old, await knownProofOf(house.keys.tickets, heir!.secret), 'fixed', Date.now())).toBe('old-code')
    expect(textOfPdf(await printed(given)).pages).toHaveLength(1)
  })

  it('are not made where the organiser takes none, of tickets that open no door, or of nothing', async () => {
    const given = await givenTickets(house, 1)
    await renamed(given, { codeRule: 'moving' })
    expect(await refusalCode(printed(given))).toBe('no-paper-tickets')
    await renamed(given, { codeRule: 'moving-or-paper' })
    expect(textOfPdf(await printed(given)).pages).toHaveLength(1)
    await house.db.update(tickets).set({ blockedReason: 'disputed' }).where(eq(tickets.orderId, given.orderId))
    expect(await refusalCode(printed(given))).toBe('not-found')
  })

  it('D-03: of five hundred tickets are made a page at a time, and others are served meanwhile', async () => {
    const given = await givenTickets(house, 1)
    const [one] = await ticketsOfOrder(house.db, await orderOf(given))
    let turns = 0
    let isOver = false
    const others = (async () => {
      while (!isOver) {
        await new Promise(resolve => setImmediate(resolve))
        turns++
      }
    })()
    const pdf = await printTickets(house, Array.from({ length: 500 }, () => one!), 'zh')
    isOver = true
    await others
    expect(textOfPdf(pdf).pages).toHaveLength(500)
    expect(turns).toBeGreaterThan(500)
    expect(pdf.length).toBeLessThan(5_000_000)
  }, 60_000)
})

describe('C-08: the code on the screen', () => {
  it('is read at 100 px, in a dark page\'s dim light and with a scratch over it', async () => {
    const text = `FY1${'QWERTYUIOPASDFGHJKLZXCVBNM234567'.repeat(7)}`.slice(0, 219)
    const svg = Buffer.from(await house.drawQr(text))
    const picture = (size: number) => sharp(svg, { density: 300 }).resize(size, size, { kernel: 'nearest' }).flatten({ background: '#ffffff' })
    const scratch = Buffer.from('<svg width="400" height="400"><path d="M150 0 L190 400" stroke="#888" stroke-width="5"/></svg>')
    const small = await picture(171).png().toBuffer()
    const dim = await picture(400).linear(0.25, 0).png().toBuffer()
    const scratched = await picture(400).composite([{ input: scratch }]).png().toBuffer()
    for (const seen of [small, dim, scratched]) expect(await codesIn(seen)).toEqual([text])
  })
})

describe('a receipt', () => {
  it('says who sold what to whom, what it cost and how it was paid; there is none before that', async () => {
    const given = await givenTickets(house, 2)
    const order = await orderOf(given)
    const { pages, missing } = textOfPdf(await printReceipt(house, order, 'en'))
    const text = pages.join('')
    for (const part of ['Receipt', order.reference, order.contactEmail, '¥760', 'Paid by points']) expect(text).toContain(part)
    expect(missing).toBe(0)
    expect(await refusalCode(printReceipt(house, { ...order, paidAt: null }, 'en'))).toBe('not-found')
  })
})

describe('V-18: the calendar entry', () => {
  const entryOf = async (given: GivenTickets) => ticketCalendar(
    await calendarEntryOf(house.db, await ticketsOfOrder(house.db, await orderOf(given)), `order-${given.orderId}`, `/orders/${given.orderId}/tickets`, 'en'), { baseUrl: 'https://tickets.example.org', locale: 'en' })

  async function moved(given: GivenTickets, timeZone: string, startsAt: string): Promise<string> {
    const [session] = await house.db.select().from(sessions).where(eq(sessions.id, given.session.sessionId))
    await house.db.update(venues).set({ timeZone }).where(eq(venues.id, session!.venueId))
    await house.db.update(sessions).set({ startsAt: new Date(startsAt), endsAt: new Date(new Date(startsAt).getTime() + 7_200_000), doorsAt: null }).where(eq(sessions.id, session!.id))
    return await entryOf(given)
  }

  it('is at the venue\'s own time, with the rules of its zone, on both sides of a change of clocks and on 29 February', async () => {
    const given = await givenTickets(house, 1)
    const shanghai = await moved(given, 'Asia/Shanghai', '2028-02-29T11:30:00Z')
    expect(shanghai).toContain('DTSTART;TZID=Asia/Shanghai:20280229T193000')
    expect(shanghai).toContain('TZOFFSETTO:+0800')
    // New York's clocks go forward on 14 March 2027 at two.
    const before = await moved(given, 'America/New_York', '2027-03-14T06:30:00Z')
    expect(before).toContain('DTSTART;TZID=America/New_York:20270314T013000')
    expect(before).toContain('DTEND;TZID=America/New_York:20270314T043000')
    expect(before).toContain('BEGIN:DAYLIGHT\r\nDTSTART:20270314T020000\r\nTZOFFSETFROM:-0500\r\nTZOFFSETTO:-0400')
    expect(before).toContain('BEGIN:STANDARD\r\nDTSTART:20271107T020000\r\nTZOFFSETFROM:-0400\r\nTZOFFSETTO:-0500')
  })

  it('reminds twice, holds no secret, and no name of a show begins another entry (V-11)', async () => {
    const given = await givenTickets(house, 2)
    await house.db.update(orders).set({ contactName: 'x' }).where(eq(orders.id, given.orderId))
    await renamed(given, { nameEn: 'Show\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nATTENDEE:mailto:evil@example.org; "x", \\n' })
    const text = await entryOf(given)
    expect(text.match(/^BEGIN:VEVENT/gm)).toHaveLength(1)
    expect(text.match(/^ATTENDEE/gm)).toBeNull()
    expect(text.match(/^BEGIN:VALARM/gm)).toHaveLength(2)
    expect(text).not.toContain('secret')
    expect(text.split('\r\n').every(line => Buffer.byteLength(line) <= 75)).toBe(true)
  })
})
