import { inArray, sql } from 'drizzle-orm'
import type { Queryable } from '#drizzle/database.ts'
import { eventEmbeddings } from '#drizzle/schema/index.ts'
import { breathe } from './breathe.ts'
import { readFacts } from './event-facts.ts'
import { contentVector, eventVector } from './event-vector.ts'
import { countActs, interactionsAround, popularityOf } from './interactions.ts'
import type { Model } from './model.ts'
import { POPULARITY_HALF_LIFE_DAYS } from './popularity.ts'
import { foldIn } from './taste.ts'
import type { Vector } from './vector.ts'

/** Events read and written at a time. */
const BATCH = 200
/** Of those who came to an event so many, the last, say who they are. */
const PEOPLE = 300
/** Events computed between two breaths. */
const BREATH = 10

/**
 * Lays events out by their facts, and by `tastes` where given (a model that was just learned), else by the taste that they have. What is
 * not public (any more) is left out. Safe to repeat. A constant number of queries for each 200.
 */
export async function layEvents(db: Queryable, eventIds: readonly string[], model: Model, tastes?: ReadonlyMap<string, Vector>): Promise<void> {
  for (let start = 0; start < eventIds.length; start += BATCH) {
    const batch = eventIds.slice(start, start + BATCH)
    const facts = await readFacts(db, batch)
    const known = new Map((await db.select().from(eventEmbeddings).where(inArray(eventEmbeddings.eventId, batch))).map(row => [row.eventId, row]))
    const [popularity, acts] = await Promise.all([popularityOf(db, batch, POPULARITY_HALF_LIFE_DAYS), countActs(db, batch)])
    const rows = []
    for (const [at, its] of facts.entries()) {
      if (at % BREATH === 0) await breathe()
      const before = known.get(its.eventId)
      const taste = tastes ? tastes.get(its.eventId) ?? null : before?.modelId === model.id ? before.taste : null
      const content = contentVector(its, model)
      rows.push({
        eventId: its.eventId, modelId: model.id, content, taste: taste && [...taste], tasteActs: taste ? (tastes ? acts.get(its.eventId) ?? 0 : before?.tasteActs ?? 0) : 0,
        vector: eventVector(content, taste), popularity: popularity.get(its.eventId) ?? null, embeddedAt: sql`now()`
      })
    }
    if (rows.length === 0) continue
    await db.insert(eventEmbeddings).values(rows).onConflictDoUpdate({
      target: eventEmbeddings.eventId,
      set: Object.fromEntries((['modelId', 'content', 'taste', 'tasteActs', 'vector', 'popularity', 'embeddedAt'] as const).map(key => [key, sql.raw(`excluded.${eventEmbeddings[key].name}`)]))
    })
  }
}

/** Takes into account what people did with events lately: how popular each is, and who comes to it, once there are a fifth more of them. */
export async function followActs(db: Queryable, eventIds: readonly string[], model: Model): Promise<void> {
  for (let start = 0; start < eventIds.length; start += BATCH) {
    const batch = eventIds.slice(start, start + BATCH)
    const rows = await db.select({ eventId: eventEmbeddings.eventId, content: eventEmbeddings.content, tasteActs: eventEmbeddings.tasteActs })
      .from(eventEmbeddings).where(inArray(eventEmbeddings.eventId, batch)).orderBy(eventEmbeddings.eventId)
    const [popularity, acts] = await Promise.all([popularityOf(db, batch, POPULARITY_HALF_LIFE_DAYS), countActs(db, batch)])
    for (const { eventId } of rows) await db.update(eventEmbeddings).set({ popularity: popularity.get(eventId) ?? null }).where(inArray(eventEmbeddings.eventId, [eventId]))
    const grown = rows.filter(row => (acts.get(row.eventId) ?? 0) > row.tasteActs * 1.2)
    const tastes = await tastesOf(db, grown.map(row => row.eventId), model)
    for (const { eventId, content } of grown) {
      const taste = tastes.get(eventId) ?? null
      await db.update(eventEmbeddings).set({ taste: taste && [...taste], tasteActs: acts.get(eventId)!, vector: eventVector(content, taste) }).where(inArray(eventEmbeddings.eventId, [eventId]))
    }
  }
}

async function tastesOf(db: Queryable, eventIds: readonly string[], model: Model): Promise<Map<string, Float64Array>> {
  if (eventIds.length === 0) return new Map()
  const acts = (await interactionsAround(db, eventIds, PEOPLE))
  const others = [...new Set(acts.map(act => act.eventId))]
  const vectors = new Map((await db.select({ id: eventEmbeddings.eventId, taste: eventEmbeddings.taste }).from(eventEmbeddings).where(inArray(eventEmbeddings.eventId, others)))
    .flatMap(row => row.taste ? [[row.id, row.taste] as const] : []))
  const people = [...Map.groupBy(acts, act => act.userId!)].sort(([a], [b]) => a < b ? -1 : 1).map(([, own]) => own)
  return new Map(eventIds.flatMap((eventId) => {
    const around = people.filter(own => own.some(act => act.eventId === eventId))
      .map(own => own.flatMap(act => act.eventId !== eventId && vectors.has(act.eventId) ? [{ vector: vectors.get(act.eventId)!, weight: act.weight }] : []))
    const taste = foldIn(around, model.strengths)
    return taste ? [[eventId, taste] as const] : []
  }))
}
