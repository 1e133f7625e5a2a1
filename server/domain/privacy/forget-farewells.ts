import { and, eq, notInArray } from 'drizzle-orm'
import type { Database } from '#drizzle/database.ts'
import { deliveries } from '#drizzle/schema/index.ts'

/** Once the last mail to somebody is out, its address goes too. */
export async function forgetFarewells({ db }: { db: Database }): Promise<void> {
  await db.delete(deliveries).where(and(eq(deliveries.kind, 'account-erased'), notInArray(deliveries.state, ['waiting', 'sending'])))
}
