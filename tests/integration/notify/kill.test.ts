import { eq, sql } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { deliveries, users } from '#drizzle/schema/index.ts'
import { giveNotice } from '#server/domain/notify/index.ts'
import { newId } from '#shared/ids/id.ts'
import { startApp } from '#tests/support/app.ts'
import { openNewDatabase } from '#tests/support/database.ts'
import { startMailServer } from '#tests/support/mail-server.ts'
import { until } from '#tests/support/until.ts'

const PEOPLE = 120

it('F-11, J-02: killed half-way, twice, the house goes on where it was: each mail once, at most one more for each kill', async () => {
  const database = await openNewDatabase()
  const server = await startMailServer({ delayMs: 8 })
  const env = { DATABASE_URL: database.url, NODE_ENV: 'test', FOYER_SMTP_URL: server.url, FOYER_MAIL_FROM: 'Foyer <tickets@example.org>' }
  const people = await database.db.insert(users).values(Array.from({ length: PEOPLE }, (_, i) => ({ email: `person-${i}@example.org`, displayName: 'Person' }))).returning()
  await giveNotice(database.db, ...people.map(p => ({ to: { userId: p.id }, kind: 'sale-opened' as const, params: { eventEn: 'Hamlet', eventZh: '哈姆雷特' }, path: '/events/hamlet', key: `sale-opened:${newId()}` })))

  for (const share of [0.3, 0.6]) {
    const app = await startApp({ env })
    await until(`${share} of the mails have arrived`, () => server.received.length >= PEOPLE * share, 30_000)
    await app.kill9()
    expect(server.received.length).toBeLessThan(PEOPLE)
    // The lease of what the dead process had in hand runs out.
    await database.db.update(deliveries).set({ notBefore: sql`now()` }).where(eq(deliveries.state, 'sending'))
  }
  const app = await startApp({ env })
  await until('all mails are sent', async () => (await database.db.select().from(deliveries).where(sql`${deliveries.state} <> 'sent'`)).length === 0, 30_000)
  const logs = app.logs()
  await app.stop()
  await server.stop()
  await database.close()

  expect(new Set(server.received.map(m => m.to[0])).size).toBe(PEOPLE)
  expect(server.received.length).toBeLessThanOrEqual(PEOPLE + 2)
  // Who gets a second one can tell by its id that it is the same.
  expect(new Set(server.received.map(m => m.id)).size).toBe(PEOPLE)
  expect(logs).not.toMatch(/person-\d+@/)
})
