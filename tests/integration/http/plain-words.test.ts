import { eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Database } from '#drizzle/database.ts'
import { events, sessions } from '#drizzle/schema/index.ts'
import { connectDatabase } from '#server/gateways/database/connect.ts'
import { type TestApp, startApp } from '#tests/support/app.ts'
import { givenSession } from '#tests/support/fixtures.ts'
import { type TestPostgres, startPostgres } from '#tests/support/postgres.ts'
import { until } from '#tests/support/until.ts'

/** A PostgreSQL of its own: it dies at the end. The house begins without any show. */
let postgres: TestPostgres
let app: TestApp
let db: Database
let close: () => Promise<void>

beforeAll(async () => {
  postgres = await startPostgres()
  const url = await postgres.createDatabase()
  ;({ db, close } = connectDatabase(url, { pool: 1 }))
  app = await startApp({ env: { DATABASE_URL: url, NODE_ENV: 'test', FOYER_MAIL: 'mailbox' } })
})
afterAll(async () => {
  await app?.stop()
  await close?.()
  await postgres?.stop()
})

/** What somebody reads of a page as the server sends it. */
async function read(path: string) {
  const answer = await fetch(app.url + path, { headers: { accept: 'text/html' } })
  const html = await answer.text()
  return { status: answer.status, html, text: html.replaceAll(/<(script|style)\b[\s\S]*?<\/\1>/g, '').replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ') }
}

describe('a house without any show', () => {
  it.each([
    ['/', 'Nothing is on sale yet'], ['/search', 'Nothing is on sale yet'], ['/zh', '暂无演出'], ['/zh/search', '暂无演出']
  ])('%s says that there is none yet, and gives no advice on a search that nobody made', async (path, none) => {
    const { status, text } = await read(path)
    expect([status, text]).toEqual([200, expect.stringContaining(none)])
    expect(text).not.toMatch(/Nothing found this way|Try fewer words|没有找到|更短的关键词/)
  })

  it('tells who searched that his search has nothing', async () => {
    const { text } = await read('/search?q=hamlet')
    expect(text).toContain('Nothing found this way')
    expect(text).not.toContain('Nothing is on sale yet')
  })
})

describe('the page of seats that nobody can have any more', () => {
  const change = async (set: Partial<Record<'startsAt' | 'endsAt' | 'saleStartsAt' | 'saleEndsAt', ReturnType<typeof sql>>> & { status?: 'cancelled' }) => {
    const show = await givenSession(db)
    await db.update(sessions).set(set).where(eq(sessions.id, show.sessionId))
    return show
  }
  const PAST = { saleStartsAt: sql`now() - interval '9 days'`, startsAt: sql`now() - interval '3 hours'`, endsAt: sql`now() - interval '1 hour'`, saleEndsAt: sql`now() - interval '4 hours'` }

  it.each([
    ['is over', PAST, 'This session is over', '该场次已结束'],
    ['was cancelled', { status: 'cancelled' as const }, 'This session was cancelled', '该场次已取消'],
    ['is no longer sold, while the show still runs', { ...PAST, endsAt: sql`now() + interval '1 day'` }, 'The sale of this session is closed', '该场次已停止售票']
  ])('of a session that %s says so, and shows no hall', async (_, set, en, zh) => {
    const { sessionId, slug } = await change(set)
    for (const [at, words] of [['', en], ['/zh', zh]] as const) {
      const { text, html } = await read(`${at}/sessions/${sessionId}`)
      expect(text).toContain(words)
      expect(html).toContain(`href="${at}/events/${slug}"`)
      expect(html).not.toMatch(/<link[^>]+\/api\/plans\//)
    }
  })

  it('leads to the dates that are still to come', async () => {
    const { sessionId, slug } = await change(PAST)
    const [row] = await db.select().from(sessions).where(eq(sessions.id, sessionId))
    const ahead = new Date(Date.now() + 9 * 86_400_000)
    await db.insert(sessions).values({ ...row!, id: crypto.randomUUID(), saleStartsAt: new Date(Date.now() + 86_400_000), startsAt: ahead, endsAt: new Date(ahead.getTime() + 3_600_000), saleEndsAt: ahead })
    const { text, html } = await read(`/sessions/${sessionId}`)
    expect(text).toContain('1 other date is on')
    expect(html).toContain(`href="/events/${slug}#sessions"`)
  })

  it('is no reason to keep an eye on the event, once all of it is over', async () => {
    const { slug } = await change(PAST)
    expect((await read(`/events/${slug}`)).text).not.toContain('Keep an eye on it')
    const open = await givenSession(db)
    expect((await read(`/events/${open.slug}`)).text).toContain('Keep an eye on it')
  })
})

describe('a server that fails', () => {
  it('says in the reader\'s language that nothing was booked or paid by it, and offers the same page again', async () => {
    const [event] = await db.select({ slug: events.slug }).from(events).limit(1)
    await postgres.kill9()
    for (const [at, title, nothing] of [['', 'We dropped a cue', 'Nothing was booked or paid by it'], ['/zh', '后台出了点状况', '没有产生任何预订或付款']] as const) {
      const path = `${at}/events/${event!.slug}?from=test`
      // A page that was kept lives for the moment until it is known that nobody can say whether it changed.
      await until('the page that says so', async () => (await read(path)).status === 503)
      const { text, html } = await read(path)
      expect(text).toContain(title)
      expect(text).toContain(nothing)
      expect(html).toContain(`href="${path}"`)
      expect(html).toContain(`lang="${at ? 'zh-CN' : 'en'}"`)
    }
  })

  // Pages that nobody asked for before: one that is kept is good for a moment still.
  it.each([['/search?q=lantern', 'The events could not be loaded'], ['/zh/search?q=lantern', '演出加载失败'], ['/categories/plays', 'We dropped a cue'], ['/zh/categories/plays', '后台出了点状况']])('answers %s as a failure, which is kept for nobody, and in whole words', async (path, words) => {
    const { status, text } = await read(path)
    expect([status, text]).toEqual([503, expect.stringContaining(words)])
    expect(text).not.toMatch(/\(\)|（）/)
  })
})
