import { sql } from 'drizzle-orm'
import type { Database } from '#drizzle/database.ts'
import { connectDatabase } from '#server/gateways/database/connect.ts'
import { migrateDatabase } from '#server/gateways/database/migrate.ts'
import { inRoot } from './paths.ts'
import { during, say } from './progress.ts'

/** The newest schema, in a demo whose database is empty the demo catalogue, and whatever cannot be found yet made findable. */
export async function prepareDatabase(url: string, options: { isDemo: boolean, houseCurrency: string, migrations?: string }): Promise<void> {
  await migrateDatabase(url, options.migrations ?? inRoot('drizzle/migrations'))
  const { db, close } = connectDatabase(url, { applicationName: 'foyer-seed' })
  try {
    if (options.isDemo) await fillDemo(db)
    const { catchUp } = await import('#server/domain/search/index.ts')
    const indexed = await catchUp({ db, houseCurrency: options.houseCurrency })
    if (indexed > 0) say(`${indexed} events made findable`)
  } finally {
    await close()
  }
}

async function fillDemo(db: Database): Promise<void> {
  const [found] = await db.execute<{ any: boolean }>(sql`select exists (select 1 from events) as any`)
  if (found?.any) return say('The demo catalogue is there already')
  const { seedDemo } = await import('#drizzle/demo/seed.ts')
  await during('Filling the demo catalogue', () => seedDemo(db, { today: new Date(), onProgress: say }))
}
