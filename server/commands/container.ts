import { readSettings } from '#server/settings.ts'
import { prepareDatabase } from './lib/prepare-database.ts'
import { runCommand } from './lib/progress.ts'

/** What a container does before it serves (Dockerfile): the newest schema, and the demo where it is asked for. */
await runCommand(async () => {
  const { databaseUrl, isDemo, houseCurrency } = readSettings()
  await prepareDatabase(databaseUrl, { isDemo, houseCurrency, migrations: 'drizzle/migrations' })
})
