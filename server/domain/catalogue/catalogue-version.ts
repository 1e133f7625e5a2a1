import { eq, sql } from 'drizzle-orm'
import type { Queryable } from '#drizzle/database.ts'
import { houseFacts } from '#drizzle/schema/index.ts'

const FACT = 'catalogue-version'

/** Counts up: something that visitors see has changed, and pages that processes keep are old. */
export async function bumpCatalogueVersion(db: Queryable): Promise<void> {
  await db.insert(houseFacts).values({ name: FACT, value: 1 })
    .onConflictDoUpdate({ target: houseFacts.name, set: { value: sql`to_jsonb((${houseFacts.value})::bigint + 1)`, updatedAt: sql`now()` } })
}

/** 0 where nothing has changed yet. */
export async function readCatalogueVersion(db: Queryable): Promise<number> {
  const [fact] = await db.select({ value: houseFacts.value }).from(houseFacts).where(eq(houseFacts.name, FACT))
  return Number(fact?.value ?? 0)
}
