import { inArray, sql } from 'drizzle-orm'
import type { Queryable } from '#drizzle/database.ts'
import { eventEmbeddings, userEmbeddings } from '#drizzle/schema/index.ts'
import { type Interaction, interactionsOfUsers } from './interactions.ts'
import { currentModelId } from './model.ts'
import { userVector } from './user-vector.ts'
import type { Vector } from './vector.ts'

/** Lays people out by what they did, and keeps it; of whom nothing is known (any more) nothing is kept. Safe to repeat. */
export async function laySomeUsers(db: Queryable, userIds: readonly string[]): Promise<void> {
  if (userIds.length === 0) return
  const modelId = await currentModelId(db)
  if (modelId === null) return
  const acts = Map.groupBy(await interactionsOfUsers(db, userIds), act => act.userId!)
  const vectors = await vectorsOf(db, [...new Set([...acts.values()].flat().map(act => act.eventId))])
  for (const userId of userIds) {
    const vector = vectorOfActs(acts.get(userId) ?? [], vectors)
    if (vector) await keep(db, userId, modelId, vector)
    else await db.delete(userEmbeddings).where(inArray(userEmbeddings.userId, [userId]))
  }
}

export function vectorOfActs(acts: readonly Interaction[], vectors: ReadonlyMap<string, Vector>): number[] | null {
  return userVector(acts.map(act => ({ itemId: act.eventId, at: act.at.getTime(), weight: act.weight })), vectors)
}

/** Where these events lie, by id. */
export async function vectorsOf(db: Queryable, eventIds: readonly string[]): Promise<Map<string, number[]>> {
  if (eventIds.length === 0) return new Map()
  const rows = await db.select({ id: eventEmbeddings.eventId, vector: eventEmbeddings.vector }).from(eventEmbeddings).where(inArray(eventEmbeddings.eventId, [...eventIds]))
  return new Map(rows.map(row => [row.id, row.vector]))
}

/** Not for somebody who has switched it off meanwhile. */
async function keep(db: Queryable, userId: string, modelId: number, vector: readonly number[]): Promise<void> {
  await db.execute(sql`
    insert into user_embeddings (user_id, model_id, vector, embedded_at)
    select u.id, ${modelId}::int, ${`{${vector.join(',')}}`}::text::real[], now() from users u
    where u.id = ${userId} and u.erased_at is null and not exists (select from recommend_refusals r where r.user_id = u.id)
    on conflict (user_id) do update set model_id = excluded.model_id, vector = excluded.vector, embedded_at = excluded.embedded_at`)
}
