import { eq, sql } from 'drizzle-orm'
import { categories, events, favourites, orders, sessions, users, venues } from '#drizzle/schema/index.ts'
import type { Database } from '#drizzle/database.ts'
import { keepRecommendationsUp } from '#server/domain/recommend/index.ts'
import { learn } from '#server/domain/recommend/learn.ts'
import { indexEvents } from '#server/domain/search/index.ts'
import { newId } from '#shared/ids/id.ts'
import { type TestSession, givenSession } from '#tests/support/fixtures.ts'

export type Kind = 'jazz' | 'drama'
export interface Town { all: Record<Kind, TestSession[]>, categoryOf: Record<Kind, string> }

const WORDS: Record<Kind, { en: string, zh: string }> = {
  jazz: { en: 'Jazz with saxophone, piano and bass.', zh: '萨克斯、钢琴与贝斯的爵士乐。' },
  drama: { en: 'A drama of a prince who doubts.', zh: '一位犹豫王子的话剧。' }
}

/** A town with concerts in Shanghai and plays in Hangzhou, six of each, all on sale and laid out. */
export async function smallTown(db: Database): Promise<Town> {
  const town: Town = { all: { jazz: [], drama: [] }, categoryOf: { jazz: '', drama: '' } }
  for (const kind of ['jazz', 'drama'] as const) {
    const [category] = await db.insert(categories).values({ slug: kind, nameEn: kind === 'jazz' ? 'Jazz' : 'Drama', nameZh: kind === 'jazz' ? '爵士' : '话剧' }).returning()
    town.categoryOf[kind] = category!.id
    for (let n = 0; n < 6; n++) {
      const session = await givenSession(db, { rows: 1, seatsPerRow: 4 })
      town.all[kind].push(session)
      await db.update(events).set({ categoryId: category!.id, nameEn: `${kind} ${n}`, nameZh: `${WORDS[kind].zh.slice(0, 3)}${n}`, summaryEn: WORDS[kind].en, summaryZh: WORDS[kind].zh }).where(eq(events.id, session.eventId))
      if (kind === 'drama') await db.update(venues).set({ cityEn: 'Hangzhou', cityZh: '杭州' }).where(sql`id = (select venue_id from ${sessions} where id = ${session.sessionId})`)
    }
  }
  await reindex(db, town)
  await learn(db)
  return town
}

export const eventIds = (town: Town) => [...town.all.jazz, ...town.all.drama].map(session => session.eventId)
export const reindex = (db: Database, town: Town) => indexEvents(db, eventIds(town), { houseCurrency: 'CNY' })

/** All that the round does until nothing is left to do. */
export async function caughtUp(db: Database): Promise<void> {
  while ((await keepRecommendationsUp({ db })).events > 200);
}

export async function somebodyNew(db: Database): Promise<string> {
  const [user] = await db.insert(users).values({ email: `${newId()}@example.org`, displayName: 'Somebody' }).returning()
  return user!.id
}

/** An order that was paid, without its payment: what recommendations read of it. */
export async function booked(db: Database, userId: string, { sessionId }: TestSession, daysAgo = 0): Promise<void> {
  const id = newId()
  await db.insert(orders).values({
    id, reference: id, sessionId, userId, contactEmail: 'a@example.org', contactName: 'A', locale: 'en', personKey: `user:${userId}`, state: 'paid', totalMinor: 0, currency: 'CNY', holdHash: id,
    createdAt: sql`now() - ${daysAgo}::int * interval '1 day'`, expiresAt: sql`now()`, paidAt: sql`now() - ${daysAgo}::int * interval '1 day'`
  })
}

export async function kept(db: Database, userId: string, { eventId }: TestSession): Promise<void> {
  await db.insert(favourites).values({ userId, eventId })
}
