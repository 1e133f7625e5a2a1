import { desc, lt, sql } from 'drizzle-orm'
import type { Queryable } from '#drizzle/database.ts'
import { recommendModels } from '#drizzle/schema/index.ts'
import type { WordCounts } from './features.ts'

/** What events are laid out with. */
export interface Model extends WordCounts {
  id: number
  madeAt: Date
  acts: number
  strengths: number[]
}

/** The model that counts now; null where none was made yet. */
export async function currentModel(db: Queryable): Promise<Model | null> {
  const [row] = await db.select().from(recommendModels).orderBy(desc(recommendModels.id)).limit(1)
  return row ? { id: row.id, madeAt: row.madeAt, acts: row.acts, strengths: row.strengths, events: row.events, inEvents: new Map(Object.entries(row.words)) } : null
}

/** Of whether a person's vector is still of use: the number of the model alone. */
export async function currentModelId(db: Queryable): Promise<number | null> {
  const [row] = await db.select({ id: sql<number | null>`max(${recommendModels.id})::int` }).from(recommendModels)
  return row?.id ?? null
}

/** Writes a new model, which counts from then on, and forgets those before it. @returns it with its number */
export async function writeModel(db: Queryable, model: Omit<Model, 'id' | 'madeAt'>): Promise<Model> {
  const [row] = await db.insert(recommendModels).values({ acts: model.acts, strengths: model.strengths, events: model.events, words: Object.fromEntries(model.inEvents) })
    .returning({ id: recommendModels.id, madeAt: recommendModels.madeAt })
  await db.delete(recommendModels).where(lt(recommendModels.id, row!.id))
  return { ...model, ...row! }
}
