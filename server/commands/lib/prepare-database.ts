import { sql } from 'drizzle-orm'
import { connectDatabase } from '#server/gateways/database/connect.ts'
import { migrateDatabase } from '#server/gateways/database/migrate.ts'
import { inRoot } from './paths.ts'
import { during, say } from './progress.ts'

/** The newest schema, and in a demo whose database is empty the demo catalogue. */
export async function prepareDatabase(url: string, options: { isDemo: boolean, migrations?: string }): Promise<void> {
  await migrateDatabase(url, options.migrations ?? inRoot('drizzle/migrations'))
  if (!options.isDemo) return
  const { db, close } = connectDatabase(url, { applicationName: 'foyer-seed' })
  try {
    const [found] = await db.execute<{ any: boolean }>(sql`select exists (select 1 from events) as any`)
    if (found?.any) return say('The demo catalogue is there already')
    const { seedDemo } = await import('#drizzle/demo/seed.ts')
    await during('Filling the demo catalogue', () => seedDemo(db, { today: new Date(), onProgress: say }))
  } finally {
    await close()
  }
}
