import { afterAll, beforeAll } from 'vitest'
import { eq } from 'drizzle-orm'
import { events } from '#drizzle/schema/index.ts'
import type { House } from '#server/house.ts'
import type { EntryReply, QueueDeskReply, QueueReply } from '#shared/api/queue.ts'
import { type TestServer, openBrowser, serve } from '#tests/integration/accounts/browser.ts'
import { newDatabaseUrl } from '#tests/support/database.ts'
import { type SessionWish, type TestSession, givenSession } from '#tests/support/fixtures.ts'
import { TEST_SECRET } from '#tests/support/house.ts'
import { type SignedIn, signedIn } from '#tests/support/signed-in.ts'
import { until } from '#tests/support/until.ts'

export interface Answer<T> { status: number, body: T & { code?: string, why?: string } }

/** The endpoints of a waiting room and of holds on a port of their own, over a house with its own database. */
export interface Foyer {
  house: House
  url: string
  /** A session with an open room, and its publisher. */
  open(settings?: Partial<QueueDeskReply['settings']>, when?: { lobbyAt?: string, doorsAt?: string }, wish?: SessionWish): Promise<{ session: TestSession, publisher: SignedIn }>
  desk(publisher: SignedIn, sessionId: string, move?: string): Promise<Answer<QueueDeskReply>>
  somebody(): Person
}

export type Person = ReturnType<typeof personAt>

/** Opens a foyer for the tests of a file. */
export function foyerForTests(env: () => Promise<Record<string, string>> = async () => ({})): Foyer {
  const foyer = {} as Foyer
  let server: TestServer
  beforeAll(async () => {
    Object.assign(process.env, { NODE_ENV: 'test', DATABASE_URL: await newDatabaseUrl(), FOYER_SECRET: TEST_SECRET, FOYER_PUBLIC_URL: 'http://localhost:3000', ...await env() })
    const handlers = await import('./handlers.ts')
    server = await serve(handlers.ENDPOINTS)
    const house = (await import('#server/house.ts')).house()
    const desk: Foyer['desk'] = (publisher, sessionId, move) => ask(server.url, move ? `POST /api/publishing/sessions/${sessionId}/queue/moves` : `GET /api/publishing/sessions/${sessionId}/queue`, move ? { move } : undefined, publisher.headers)
    Object.assign(foyer, {
      house, url: server.url, desk, somebody: () => personAt(server.url),
      open: async (settings = {}, when = {}, wish = {}) => {
        const session = await givenSession(house.db, wish)
        const publisher = await signedIn(house, { role: 'publisher' })
        await house.db.update(events).set({ createdBy: publisher.userId }).where(eq(events.id, session.eventId))
        const base = `/api/publishing/sessions/${session.sessionId}/queue`
        await ask(server.url, `PUT ${base}/settings`, { outflowPerMinute: 600, insideSeconds: 600, maxInside: null, opensAtHoldsPerMinute: null, ...settings }, publisher.headers)
        const opened = await ask(server.url, `POST ${base}/moves`, { move: 'open', ...when }, publisher.headers)
        if (opened.status !== 200) throw new Error(JSON.stringify(opened.body))
        return { session, publisher }
      }
    } satisfies Foyer)
  })
  afterAll(async () => {
    await server.close()
    await foyer.house.close()
  })
  return foyer
}

async function ask<T>(url: string, route: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer<T>> {
  return await openBrowser(url).ask(route, { body, headers }) as Answer<T>
}

function personAt(url: string) {
  const browser = openBrowser(url)
  const path = (sessionId: string) => `/api/sessions/${sessionId}/queue`
  const person = {
    jar: browser.jar,
    ask: async <T>(route: string, body?: unknown, headers: Record<string, string> = {}) => await browser.ask(route, { body, headers }) as Answer<T>,
    join: (sessionId: string, headers = {}) => person.ask<QueueReply>(`POST ${path(sessionId)}`, {}, headers),
    look: (sessionId: string, headers = {}) => person.ask<QueueReply>(`GET ${path(sessionId)}`, undefined, headers),
    leave: (sessionId: string) => person.ask(`DELETE ${path(sessionId)}`, {}),
    enter: (sessionId: string, headers = {}) => person.ask<EntryReply>(`POST ${path(sessionId)}/entry`, {}, headers),
    hold: (session: TestSession, seat: number, headers = {}) => person.ask<{ holdToken: string }>(`POST /api/sessions/${session.sessionId}/holds`, { seats: [{ seatId: session.seat(seat) }] }, headers),
    lock: (session: TestSession, seat: number, headers = {}) => person.ask(`PUT /api/tickets/lock/${session.seat(seat)}`, { sessionId: session.sessionId }, headers),
    /** Waits in line and goes in. */
    async goIn(sessionId: string, headers = {}): Promise<EntryReply> {
      await person.join(sessionId, headers)
      await until('it is his turn', async () => (await person.look(sessionId, headers)).body.you === 'called')
      return (await person.enter(sessionId, headers)).body
    }
  }
  return person
}
