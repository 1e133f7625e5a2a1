import { migrateDatabase } from '#server/gateways/database/migrate.ts'
import { inRoot } from './lib/paths.ts'
import { during, runCommand } from './lib/progress.ts'
import { withDatabaseUrl } from './lib/with-database.ts'

await runCommand(() => withDatabaseUrl(url => during('Bringing the database to the newest schema', () => migrateDatabase(url, inRoot('drizzle/migrations')))))
