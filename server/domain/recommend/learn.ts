import { eq, sql } from 'drizzle-orm'
import type { Database } from '#drizzle/database.ts'
import { events, recommendModels, userEmbeddings } from '#drizzle/schema/index.ts'
import { breathe } from './breathe.ts'
import { readFacts } from './event-facts.ts'
import { wordsOf } from './features.ts'
import { interactionsToLearnFrom } from './interactions.ts'
import { layEvents } from './lay-events.ts'
import { type Model, writeModel } from './model.ts'
import { fitTaste } from './taste.ts'
import { asStored } from './vector.ts'
import { oneAtATime } from './turn.ts'

/** Of acts so many, the newest, are learned from. */
const MOST_ACTS = 200_000
/** Of events so many, the newest, are counted for how rare words are. */
const MOST_TEXTS = 5_000
const BATCH = 200

/** Learns anew from everything, then lays all events out by it. Readers see the old layout until the new one is whole. Safe to repeat. */
export async function learn(db: Database): Promise<Model> {
  const acts = await interactionsToLearnFrom(db, MOST_ACTS)
  const taste = await fitTaste(acts.map(act => ({ userId: act.userId!, itemId: act.eventId, at: act.at.getTime(), weight: act.weight })))
  const words = await countWords(db)
  const tastes = new Map([...taste.vectors].map(([id, vector]) => [id, asStored(vector)]))
  return await oneAtATime(db, async (tx) => {
    const model = await writeModel(tx, { acts: acts.length, strengths: taste.strengths, ...words })
    const ids = await tx.select({ id: events.id }).from(events).where(sql`${events.status} in ('approved', 'ended', 'cancelled')`).orderBy(events.id)
    await layEvents(tx, ids.map(row => row.id), model, tastes)
    await tx.delete(userEmbeddings)
    return model
  })
}

/** A small house changes by the hour, a large one by the day. */
const SMALL_HOUSE_ACTS = 20_000

/** Days go by and people do things: after either, what was learned is of yesterday. */
export async function isLearningDue(db: Database, model: Model): Promise<boolean> {
  const hours = model.acts < SMALL_HOUSE_ACTS ? 1 : 24
  const [row] = await db.select({ isOld: sql<boolean>`${recommendModels.madeAt} < now() - ${hours}::int * interval '1 hour'` }).from(recommendModels).where(eq(recommendModels.id, model.id))
  return row?.isOld ?? true
}

async function countWords(db: Database): Promise<{ events: number, inEvents: Map<string, number> }> {
  const ids = (await db.select({ id: events.id }).from(events).where(sql`${events.status} in ('approved', 'ended', 'cancelled')`).orderBy(sql`${events.createdAt} desc`).limit(MOST_TEXTS)).map(row => row.id)
  const counts = new Map<string, number>()
  for (let start = 0; start < ids.length; start += BATCH) {
    for (const facts of await readFacts(db, ids.slice(start, start + BATCH))) {
      for (const word of wordsOf(facts)) counts.set(word, (counts.get(word) ?? 0) + 1)
      await breathe()
    }
  }
  return { events: ids.length, inEvents: new Map([...counts].filter(([, count]) => count > 1).sort(([a], [b]) => a < b ? -1 : 1)) }
}
