import { execFileSync } from 'node:child_process'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { eq, inArray, sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { auditLog, deliveries, importRuns, importedPeople, notificationChoices, outbox, users } from '#drizzle/schema/index.ts'
import { type CustomerImport, beginCustomerImport, finishCustomerImport, guessCustomerColumns, importCustomers, listCustomerImports, listImports, lookAtTable } from '#server/domain/imports/index.ts'
import type { House } from '#server/house.ts'
import { customerImportMapping } from '#shared/api/customer-imports.ts'
import { openTestHouse } from '#tests/support/house.ts'

let house: House
let adminId: string

beforeAll(async () => {
  house = await openTestHouse()
  const [admin] = await house.db.insert(users).values({ role: 'admin', email: 'importer@example.org', displayName: 'Importer' }).returning()
  adminId = admin!.id
})
afterAll(() => house.close())

setFlagsFromString('--expose-gc')
/** The collector of this process, now. */
const collect = runInNewContext('gc') as () => void

const HEAD = 'mail,name,phone,lang'
const mapping = customerImportMapping.parse({ columns: { email: 'mail', name: 'name', phone: 'phone', locale: 'lang' }, locale: 'zh', country: 'CN' })
const bytes = (text: string | Uint8Array) => async function* () { yield typeof text === 'string' ? new TextEncoder().encode(text) : text }
async function run(text: string | Uint8Array, wish: Partial<CustomerImport> = {}) {
  const { id } = await beginCustomerImport(house, adminId, { fileName: 'customers.csv', mapping })
  const outcome = await importCustomers(house, { run: { id, adminId }, mapping, isDryRun: false, read: bytes(text), ...wish })
  await finishCustomerImport(house, adminId, id, outcome)
  return { id, ...outcome }
}
const codes = (outcome: Awaited<ReturnType<typeof run>>) => outcome.list.map(row => [row.line, row.outcome, row.messages.map(message => message.code)])
const accounts = (...emails: string[]) => house.db.select().from(users).where(inArray(users.email, emails)).orderBy(users.email)

describe('V-17: a table of customers', () => {
  it('makes accounts that nobody has yet, and writes to nobody', async () => {
    const news = await house.db.$count(outbox)
    const outcome = await run([HEAD, 'Ada@Example.org,Ada Lovelace,+44 7400 123456,en', 'bo@example.org,李波,138 0013 8001,', ' cy@example.org ,,,zh-CN'].join('\n'))
    expect(outcome).toMatchObject({ isImported: true, rows: 3, created: 3, unchanged: 0, refused: 0, encoding: 'utf-8' })
    const [ada, bo, cy] = await accounts('ada@example.org', 'bo@example.org', 'cy@example.org')
    expect(ada).toMatchObject({ role: 'customer', displayName: 'Ada Lovelace', phone: '+447400123456', locale: 'en', passwordHash: null, emailVerifiedAt: null, phoneVerifiedAt: null, unclaimedSince: expect.any(Date) })
    expect(bo).toMatchObject({ displayName: '李波', phone: '+8613800138001', locale: 'zh' })
    expect(cy).toMatchObject({ displayName: 'cy', phone: null, locale: 'zh' })
    // No consent is made up, no mail written.
    const ids = [ada!.id, bo!.id, cy!.id]
    expect(await house.db.$count(notificationChoices, inArray(notificationChoices.userId, ids))).toBe(0)
    expect(await house.db.$count(deliveries, inArray(deliveries.userId, ids))).toBe(0)
    expect(await house.db.$count(outbox)).toBe(news)
    const log = await house.db.select().from(auditLog).where(sql`${auditLog.subjectId} in ${ids}`)
    expect(log.map(entry => [entry.actor, entry.action])).toEqual(Array(3).fill([adminId, 'account.imported']))
  })

  it('is all or nothing: one bad row, and there is no account', async () => {
    const outcome = await run([HEAD, 'one@nothing.example,One,,', 'two-at-nothing.example,Two,,', 'three@nothing.example,Three,,'].join('\n'))
    expect(outcome).toMatchObject({ isImported: false, rows: 3, created: 2, refused: 1 })
    expect(codes(outcome)).toEqual([[2, 'new', []], [3, 'refused', ['email-unreadable']], [4, 'new', []]])
    expect(await accounts('one@nothing.example', 'three@nothing.example')).toEqual([])
  })

  it('tells of each row what is wrong, with its line', async () => {
    await house.db.insert(users).values([
      { email: 'known@example.net', displayName: 'Known', phone: '+8613800138900', emailVerifiedAt: new Date() }
    ])
    const outcome = await run([
      HEAD, 'fine@example.net,Fine,13800138901,en', 'FINE@example.net,Again,,', ',No mail,,', `long@example.net,${'x'.repeat(81)},,`, 'bad@example.net,Bad\u0007,,',
      'same@example.net,Same,13800138901,', 'taken@example.net,Taken,13800138900,', 'line@example.net,Land line,021-12345678,', 'tongue@example.net,Tongue,,klingon', 'few,cells',
      '=cmd|calc@example.net,Inert,,', 'inert@example.net,=cmd|calc,,', 'constructor@example.net,constructor,,constructor'
    ].join('\n'), { isDryRun: true })
    expect(codes(outcome)).toEqual([
      [2, 'new', []], [3, 'refused', ['email-twice']], [4, 'refused', ['email-missing']], [5, 'refused', ['name-unfit']], [6, 'refused', ['name-unfit']],
      [7, 'refused', ['phone-twice']], [8, 'refused', ['phone-taken']], [9, 'refused', ['phone-unreadable']], [10, 'refused', ['locale-unknown']], [11, 'refused', ['malformed']],
      [12, 'refused', ['email-unreadable']], [13, 'new', ['formula']], [14, 'refused', ['locale-unknown']]
    ])
    // Where the first of the two stands.
    expect(outcome.list[1]!.messages[0]).toMatchObject({ column: 'mail', value: 'fine@example.net (2)' })
    expect(await accounts('fine@example.net')).toEqual([])
  })

  it('leaves accounts that are there as they are, and the same file again makes none', async () => {
    await house.db.insert(users).values({ email: 'own@example.com', displayName: 'My own name', locale: 'en', emailVerifiedAt: new Date() })
    const file = [HEAD, 'own@example.com,Another name,13800138777,zh', 'new@example.com,New,,'].join('\n')
    expect(codes(await run(file))).toEqual([[2, 'unchanged', ['account-there']], [3, 'new', []]])
    expect((await accounts('own@example.com'))[0]).toMatchObject({ displayName: 'My own name', locale: 'en', phone: null, unclaimedSince: null })
    expect(await run(file)).toMatchObject({ isImported: true, created: 0, unchanged: 2 })
    expect(await accounts('new@example.com')).toHaveLength(1)
  })

  it('keeps a formula as a text, and nothing of a file\'s rows behind', async () => {
    const outcome = await run([HEAD, 'formula@example.com,"=HYPERLINK(""http://evil.example"")",,'].join('\n'))
    expect((await accounts('formula@example.com'))[0]!.displayName).toBe('=HYPERLINK("http://evil.example")')
    const [kept] = await house.db.select().from(importRuns).where(eq(importRuns.id, outcome.id))
    expect(JSON.stringify(kept!.outcome)).not.toMatch(/formula@|HYPERLINK/)
    expect((await listCustomerImports(house)).runs[0]).toMatchObject({ id: outcome.id, counts: { created: 1, isImported: true }, invitations: { isAsked: false, waiting: 1, sent: 0, entered: 0 } })
    // Imports of events are another list.
    expect((await listImports(house, adminId)).runs).toEqual([])
    // Only of this run: the ones before it came out as they did.
    expect((await listCustomerImports(house)).runs.map(one => one.counts?.rows)).toEqual([1, 2, 2, 13, 3, 3])
    // What is tried afterwards does not make it undone.
    await finishCustomerImport(house, adminId, outcome.id, { ...outcome, isDryRun: true, isImported: false })
    expect((await listCustomerImports(house)).runs[0]).toMatchObject({ counts: { isImported: true } })
  })

  it('comes in any encoding: as Excel saves it in China, and with a mark', async () => {
    const gbk = execFileSync('iconv', ['-f', 'UTF-8', '-t', 'GBK'], { input: '邮箱,姓名\ngbk@example.com,王小明\n' })
    const seen = await lookAtTable(gbk, guessCustomerColumns)
    expect(seen).toMatchObject({ encoding: 'gb18030', columnsGuessed: { email: '邮箱', name: '姓名' } })
    const chinese = customerImportMapping.parse({ columns: { email: '邮箱', name: '姓名' }, locale: 'zh', country: 'CN' })
    expect(await run(gbk, { mapping: chinese })).toMatchObject({ encoding: 'gb18030', created: 1 })
    expect((await accounts('gbk@example.com'))[0]!.displayName).toBe('王小明')
    expect(await run(`\ufeff${HEAD}\nmark@example.com,M,,\n`)).toMatchObject({ created: 1 })
    await expect(run(Uint8Array.from([0xff, 0x81, 0xff, 0x0a]))).rejects.toMatchObject({ code: 'invalid-input' })
  })

  it('of whoever signs up in this very moment, the own account is the one that stays', async () => {
    const files = Array.from({ length: 3 }, () => run([HEAD, ...Array.from({ length: 200 }, (_, i) => `race-${i}@example.com,R${i},,`)].join('\n')))
    await house.db.insert(users).values({ email: 'race-100@example.com', displayName: 'Quick', emailVerifiedAt: new Date() }).onConflictDoNothing()
    const outcomes = await Promise.all(files)
    expect(outcomes.every(outcome => outcome.isImported)).toBe(true)
    const [row] = await house.db.select({ n: sql<number>`count(*)::int`, different: sql<number>`count(distinct ${users.email})::int` }).from(users).where(sql`${users.email} like 'race-%'`)
    expect(row).toEqual({ n: 200, different: 200 })
    expect(await house.db.$count(importedPeople, inArray(importedPeople.runId, outcomes.map(outcome => outcome.id)))).toBe(outcomes.reduce((sum, outcome) => sum + outcome.created, 0))
  })

  // A million rows take some minutes on a small machine: FOYER_FULL=1 asks for them.
  it('streams: a large file takes no memory that grows with it', async () => {
    const ROWS = process.env.FOYER_FULL ? 1_000_000 : 60_000
    let most = 0
    const read = async function* () {
      yield new TextEncoder().encode(`${HEAD}\n`)
      for (let n = 0; n < ROWS; n += 1_000) {
        yield new TextEncoder().encode(Array.from({ length: 1_000 }, (_, i) => `customer-${n + i}@large.example,Customer number ${n + i} of very many,,en\n`).join(''))
        // What is alive at this moment, and not what waits for the collector.
        if (n % 20_000 === 0) {
          collect()
          most = Math.max(most, process.memoryUsage().heapUsed)
        }
      }
    }
    collect()
    const before = process.memoryUsage().heapUsed
    const outcome = await run('', { read, isDryRun: true })
    expect(outcome).toMatchObject({ rows: ROWS, created: ROWS, refused: 0, isListCut: true })
    // A thousand rows at a time, whatever the length of the file: as objects, these would be 25 MB for sixty thousand and 400 for a million.
    expect((most - before) / 1024 / 1024).toBeLessThan(12)
  }, 600_000)
})
