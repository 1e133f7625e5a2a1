import { eq, sql } from 'drizzle-orm'
import { outbox, sessions } from '#drizzle/schema/index.ts'
import { keepPassesUp, tellDevices } from '#server/domain/passes/index.ts'
import type { House } from '#server/house.ts'
import { deliverNews } from '#server/jobs/housekeeping.ts'
import { serve } from '#tests/integration/accounts/browser.ts'
import { bearer } from '#tests/integration/policy/callers.ts'
import { allEndpoints } from '#tests/integration/policy/endpoints.ts'
import { newDatabaseUrl } from '#tests/support/database.ts'
import { TEST_SECRET } from '#tests/support/house.ts'
import { appleEnv, type passPapers } from '#tests/support/wallet-papers.ts'
import { startGoogleService, startPushService } from '#tests/support/wallet-servers.ts'
import type { GivenTickets } from './given-tickets.ts'

export type WalletDesk = Awaited<ReturnType<typeof openWalletDesk>>

/** A house with the certificates of both wallets, beside stand-ins for Apple's push service and for Google's. */
export async function openWalletDesk(papers: ReturnType<typeof passPapers>) {
  const [push, google] = await Promise.all([startPushService(), startGoogleService()])
  Object.assign(process.env, { NODE_ENV: 'test', DATABASE_URL: await newDatabaseUrl(), FOYER_SECRET: TEST_SECRET, FOYER_PUBLIC_URL: 'http://localhost:3000', ...appleEnv(papers, push.url), ...google.env })
  const endpoints = (await allEndpoints()).filter(e => /held-tickets|\/api\/wallet|\/api\/orders\/:id\/tickets$/.test(e.path))
  const server = await serve(Object.fromEntries(endpoints.map(e => [`${e.method} ${e.path}`, e.handler])))
  const house: House = (await import('#server/house.ts')).house()

  async function ask(path: string, options: { method?: string, as?: string | null, token?: string | null, body?: unknown, headers?: Record<string, string> } = {}) {
    const answer = await fetch(server.url + path, {
      method: options.method ?? 'GET',
      headers: {
        ...(options.as ? { authorization: `Bearer ${await bearer(house.db, { userId: options.as, role: 'customer' })}` } : {}), ...(options.token ? { authorization: `ApplePass ${options.token}` } : {}),
        ...(options.body === undefined ? {} : { 'content-type': 'application/json' }), ...options.headers
      },
      body: options.body === undefined ? undefined : JSON.stringify(options.body)
    })
    const bytes = Buffer.from(await answer.arrayBuffer())
    const isProblem = answer.headers.get('content-type')?.includes('problem+json')
    return { status: answer.status, headers: answer.headers, bytes, code: isProblem ? (JSON.parse(bytes.toString()) as { code: string }).code : null, json: <T>() => JSON.parse(bytes.toString()) as T }
  }

  return {
    house, push, google, ask,
    /** What the house does by itself after something has changed. */
    async settle() {
      await deliverNews(house)
      await keepPassesUp(house)
      await tellDevices(house)
    },
    async moveShow({ session }: GivenTickets) {
      await house.db.update(sessions).set({ startsAt: sql`starts_at + interval '90 minutes'`, endsAt: sql`ends_at + interval '90 minutes'` }).where(eq(sessions.id, session.sessionId))
      await house.db.insert(outbox).values({ topic: 'catalogue.changed', key: session.eventId, payload: { eventId: session.eventId } })
      const [row] = await house.db.select().from(sessions).where(eq(sessions.id, session.sessionId))
      return row!
    },
    /** Before each test: nobody has asked for anything, and nothing is wrong. */
    calm() {
      push.asked.length = 0
      google.asked.length = 0
      push.answers.clear()
      google.trouble = null
    },
    async close() {
      await server.close()
      await house.close()
      await Promise.all([push.stop(), google.stop()])
    }
  }
}
