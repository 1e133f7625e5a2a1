import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { parse } from 'csv-parse/sync'
import { and, eq, sql } from 'drizzle-orm'
import { readXlsx } from 'hucre/xlsx'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { auditLog, deliveries, events, jobRuns, orderLines, orders, outbox, tableExports, users } from '#drizzle/schema/index.ts'
import { nameAttendees } from '#server/domain/attendees/index.ts'
import { askExport, forgetExports, listExports, openExport } from '#server/domain/exports/index.ts'
import { holdSeats } from '#server/domain/inventory/index.ts'
import { createOrder } from '#server/domain/orders/index.ts'
import { payOrder } from '#server/domain/payments/index.ts'
import { workRuns } from '#server/domain/runs/index.ts'
import type { House } from '#server/house.ts'
import { deliverNews } from '#server/jobs/housekeeping.ts'
import { JOBS } from '#server/jobs/jobs.ts'
import type { ExportWish } from '#shared/api/exports.ts'
import { type TestSession, givenCustomer, givenSession } from '#tests/support/fixtures.ts'
import { openTestHouse, person, refusalCode } from '#tests/support/house.ts'

const ROWS = process.env.FOYER_FULL === '1' ? 1_000_000 : 200_000
const WRITE_MANY = fileURLToPath(new URL('write-many.ts', import.meta.url))

let house: House
let folder: string
let own: TestSession
let other: TestSession
let publisher: { userId: string, role: 'publisher' }
let stranger: { userId: string, role: 'publisher' }
let admin: { userId: string, role: 'admin' }

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'foyer-exports-'))
  house = await openTestHouse({ FOYER_FILES: folder })
  own = await givenSession(house.db)
  other = await givenSession(house.db)
  const ownerOf = async (session: TestSession) => ({ userId: (await house.db.select({ id: events.createdBy }).from(events).where(eq(events.id, session.eventId)))[0]!.id, role: 'publisher' as const })
  publisher = await ownerOf(own)
  stranger = await ownerOf(other)
  admin = { userId: (await givenCustomer(house.db)).userId, role: 'admin' }
  await house.db.update(users).set({ role: 'admin' }).where(eq(users.id, admin.userId))
  await house.db.update(events).set({ nameZh: '=2+5 测试', needsIdentity: true }).where(eq(events.id, own.eventId))
  await buy(own, 0, { name: '王小明', kind: 'id-card', number: '11010519491231002X' })
  await buy(other, 0)
})
afterAll(async () => {
  await house?.close()
  rmSync(folder, { recursive: true, force: true })
})
beforeEach(async () => {
  await house.db.delete(tableExports)
  await house.db.delete(jobRuns)
})

async function buy(session: TestSession, seat: number, who?: { name: string, kind: 'id-card', number: string }) {
  const { userId } = await givenCustomer(house.db, 1_000_000)
  const buyer = person(house, userId)
  const hold = await holdSeats(house, buyer, session.sessionId, { seats: [{ seatId: session.seat(seat) }] })
  const { orderId } = await createOrder(house, buyer, { sessionId: session.sessionId, holdToken: hold.holdToken })
  await house.db.update(orders).set({ contactName: '=HYPERLINK("http://evil.example")' }).where(eq(orders.id, orderId))
  const [line] = await house.db.select().from(orderLines).where(eq(orderLines.orderId, orderId))
  if (who) await nameAttendees(house, orderId, userId, [{ ...who, lineId: line!.id, position: 0 }])
  await payOrder(house, { userId, guestSecret: null }, orderId, 'points')
}
type Asker = typeof publisher | typeof admin
const work = () => workRuns(house, JOBS, () => false)
async function made(asker: Asker, wish: Partial<ExportWish> & Pick<ExportWish, 'kind'>, locale: 'en' | 'zh' = 'en') {
  const id = await askExport(house, asker, { format: 'csv', scope: 'own', ...wish, locale })
  await work()
  expect((await listExports(house, asker.userId)).find(file => file.id === id), 'the file is made').toMatchObject({ state: 'ready' })
  const { stream, name, contentType } = await openExport(house, asker, id)
  return { id, name, contentType, bytes: Buffer.from(await new Response(stream).arrayBuffer()) }
}
const rowsOf = (bytes: Buffer) => parse(bytes, { bom: true, columns: true }) as Record<string, string>[]

describe('an export', () => {
  it('is made by a run, tells who asked, and says how many rows it has', async () => {
    const { id, name, contentType, bytes } = await made(publisher, { kind: 'orders' })
    expect(name).toMatch(/^foyer-orders-\d{4}-\d\d-\d\d\.csv$/)
    expect(contentType).toBe('text/csv; charset=utf-8')
    expect(await listExports(house, publisher.userId)).toMatchObject([{ id, done: 1, total: 1, bytes: bytes.length }])
    expect(await house.db.select({ key: outbox.key }).from(outbox).where(eq(outbox.key, `table-ready:${id}`))).toHaveLength(1)
    await deliverNews(house)
    expect(await house.db.select({ userId: deliveries.userId }).from(deliveries).where(eq(deliveries.kind, 'table-ready'))).toContainEqual({ userId: publisher.userId })
  })

  it('V-13: has headers in the asker\'s language and texts that open inert, in both formats', async () => {
    const csv = await made(publisher, { kind: 'orders' }, 'zh')
    expect(csv.bytes.subarray(0, 3)).toEqual(Buffer.from([0xEF, 0xBB, 0xBF]))
    expect(rowsOf(csv.bytes)).toMatchObject([{ 演出: '\'=2+5 测试', 购票人: '\'=HYPERLINK("http://evil.example")', 订单金额: '380.00', 币种: 'CNY', 支付方式: '积分', 时区: 'Asia/Shanghai' }])

    const xlsx = await made(publisher, { kind: 'orders', format: 'xlsx' }, 'zh')
    const [sheet] = (await readXlsx(xlsx.bytes)).sheets
    expect(sheet!.name).toBe('订单')
    const [header, first] = sheet!.rows
    expect(first![header!.indexOf('演出')]).toBe('=2+5 测试')
    expect(first![header!.indexOf('订单金额')]).toBe(380)
    expect([...sheet!.cells?.values() ?? []].filter(cell => cell.formula), 'no text is a formula').toEqual([])
  })

  it('Z-03: has a publisher\'s own rows only, and everybody\'s only for an admin', async () => {
    const slugs = async (asker: Asker, scope: 'own' | 'house') => rowsOf((await made(asker, { kind: 'events', scope })).bytes).map(row => row.Address).toSorted()
    expect(await slugs(publisher, 'own')).toEqual([own.slug])
    expect(await slugs(admin, 'house')).toEqual([own.slug, other.slug].toSorted())
    for (const kind of ['orders', 'attendees', 'settlement', 'venues'] as const) expect(rowsOf((await made(publisher, { kind })).bytes)).toHaveLength(1)
    expect(await refusalCode(askExport(house, publisher, { kind: 'orders', format: 'csv', scope: 'own', eventId: other.eventId, locale: 'en' }))).toBe('not-found')
    expect(await refusalCode(askExport(house, publisher, { kind: 'orders', format: 'csv', scope: 'house', locale: 'en' }))).toBe('not-found')
    // Where buyers can be written to is for the house to know.
    expect(rowsOf((await made(publisher, { kind: 'orders' })).bytes)[0]).not.toHaveProperty('E-mail')
    expect(rowsOf((await made(admin, { kind: 'orders', scope: 'house' })).bytes)[0]!['E-mail']).toContain('@')
  })

  it('is for whoever asked, for a day, and then gone', async () => {
    const { id } = await made(publisher, { kind: 'venues' })
    expect(await refusalCode(openExport(house, stranger, id))).toBe('not-found')
    expect(await refusalCode(openExport(house, admin, id))).toBe('not-found')
    await house.db.update(tableExports).set({ expiresAt: sql`now() - interval '1 second'` })
    expect(await refusalCode(openExport(house, publisher, id))).toBe('link-dead')
    await forgetExports(house)
    expect(await house.files.get(`exports/${id}.csv`)).toBeNull()
    expect(await listExports(house, publisher.userId)).toMatchObject([{ state: 'expired' }])
    const whole = await made(admin, { kind: 'venues', scope: 'house' })
    expect(await refusalCode(openExport(house, { ...admin, role: 'publisher' }, whole.id)), 'who is no admin any more').toBe('not-found')
  })

  it('G-04: has numbers of documents only where a show must know them, and the audit log says who read them', async () => {
    const named = await made(publisher, { kind: 'attendees' })
    const [row] = rowsOf(named.bytes)
    expect(row).toMatchObject({ 'Name': '王小明', 'Document': 'Identity card', 'Document number': '11010519491231002X', 'Row': 'A', 'Seat': '1', 'State': 'valid' })
    const readersOf = (id: string) => house.db.select({ actor: auditLog.actor }).from(auditLog).where(and(eq(auditLog.action, 'attendees.documents-read'), eq(auditLog.subjectId, id)))
    expect(await readersOf(named.id)).toEqual([{ actor: publisher.userId }])
    const plain = await made(stranger, { kind: 'attendees' })
    expect(rowsOf(plain.bytes)[0]).toMatchObject({ 'Document': '', 'Document number': '' })
    expect(await readersOf(plain.id)).toEqual([])
  })

  it('settles each event by currency and way of payment', async () => {
    const rows = rowsOf((await made(admin, { kind: 'settlement', scope: 'house' })).bytes)
    expect(rows.find(row => row.Address === own.slug)).toMatchObject({ 'Currency': 'CNY', 'Paid by': 'Points', 'Orders': '1', 'Taken in': '380.00', 'Refunded': '0.00', 'Left': '380.00' })
  })

  it('is asked for once by two clicks, made anew where a try broke off, and says so where it cannot be made', async () => {
    const ask = () => askExport(house, publisher, { kind: 'orders', format: 'csv', scope: 'own', locale: 'en' })
    const [id, twin] = await Promise.all([ask(), ask()])
    expect(twin).toBe(id)
    const away = { ...house, files: { ...house.files, putFile: async () => { throw new Error('the bucket is away') } } }
    await workRuns(away, JOBS, () => false)
    expect(await house.db.select({ state: jobRuns.state, error: jobRuns.error }).from(jobRuns)).toEqual([{ state: 'waiting', error: 'the bucket is away' }])
    await house.db.update(jobRuns).set({ nextTryAt: sql`now()` })
    await work()
    expect(await listExports(house, publisher.userId)).toMatchObject([{ id, state: 'ready', done: 1 }])

    const second = await ask()
    for (let n = 0; n < 3; n++) {
      await house.db.update(jobRuns).set({ nextTryAt: sql`now()` })
      await workRuns(away, JOBS, () => false)
    }
    expect((await listExports(house, publisher.userId)).find(file => file.id === second)).toMatchObject({ state: 'failed' })
  })

  // In a small heap, where garbage is collected soon: what is measured is what the writer keeps.
  it(`V-13: of ${ROWS.toLocaleString('en')} rows needs less than 200 MB`, async () => {
    const { stdout } = await promisify(execFile)(process.execPath, ['--experimental-strip-types', '--no-warnings', '--max-old-space-size=96', '--max-semi-space-size=2', WRITE_MANY, String(ROWS)])
    expect((JSON.parse(stdout) as { peakMb: number }).peakMb).toBeLessThan(200)
  })
})
