import { eq, inArray, sql } from 'drizzle-orm'
import type { Database } from '#drizzle/database.ts'
import { houseFacts, userEmbeddings } from '#drizzle/schema/index.ts'
import { staleEvents } from './event-facts.ts'
import { interactionsSince } from './interactions.ts'
import { followActs, layEvents } from './lay-events.ts'
import { isLearningDue, learn } from './learn.ts'
import { currentModel } from './model.ts'
import { laySomeUsers } from './lay-users.ts'
import { oneAtATime } from './turn.ts'

const CURSOR = 'recommend-cursor'
/** Events laid out in one turn. */
const AT_ONCE = 200
/** A transaction may commit that long after the time that it wrote down; what is read twice does no harm. */
const OVERLAP_MS = 60_000

/**
 * Keeps the layout up with events that were written or changed and with what people did since the last turn; learns all of it anew once a day.
 * Safe to repeat, to miss, and in several processes at once.
 */
export async function keepRecommendationsUp({ db }: { db: Database }): Promise<{ events: number, people: number }> {
  const model = await currentModel(db)
  if (!model || await isLearningDue(db, model)) {
    const startedAt = await clock(db)
    await learn(db)
    await moveCursor(db, startedAt)
    return { events: 0, people: 0 }
  }
  const stale = await staleEvents(db, model.id, AT_ONCE)
  if (stale.length > 0) await oneAtATime(db, tx => layEvents(tx, stale, model))

  const until = await clock(db)
  const { userIds, eventIds } = await interactionsSince(db, new Date((await readCursor(db) ?? model.madeAt).getTime() - OVERLAP_MS))
  for (let start = 0; start < eventIds.length; start += AT_ONCE) await oneAtATime(db, tx => followActs(tx, eventIds.slice(start, start + AT_ONCE), model))
  const people = await layKnownUsers(db, userIds)
  await moveCursor(db, until)
  return { events: stale.length + eventIds.length, people }
}

/** Those who were asked for before; of the others one finds out when they come. */
async function layKnownUsers(db: Database, userIds: readonly string[]): Promise<number> {
  let laid = 0
  for (let start = 0; start < userIds.length; start += AT_ONCE) {
    const known = await db.select({ id: userEmbeddings.userId }).from(userEmbeddings).where(inArray(userEmbeddings.userId, userIds.slice(start, start + AT_ONCE)))
    await laySomeUsers(db, known.map(row => row.id))
    laid += known.length
  }
  return laid
}

async function clock(db: Database): Promise<Date> {
  const [row] = await db.execute<{ now: Date | string }>(sql`select clock_timestamp() as now`)
  return new Date(row!.now)
}

async function readCursor(db: Database): Promise<Date | null> {
  const [row] = await db.select().from(houseFacts).where(eq(houseFacts.name, CURSOR))
  return row ? new Date((row.value as { at: string }).at) : null
}

/** Never back: somebody who was slower must not make others read again what was read. */
async function moveCursor(db: Database, to: Date): Promise<void> {
  await db.insert(houseFacts).values({ name: CURSOR, value: { at: to.toISOString() } }).onConflictDoUpdate({
    target: houseFacts.name, set: { value: { at: to.toISOString() }, updatedAt: sql`now()` }, setWhere: sql`${houseFacts.value}->>'at' < ${to.toISOString()}`
  })
}
