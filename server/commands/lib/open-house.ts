import { ensureBuilt } from './build.ts'
import { openEmbeddedDatabase } from './embedded-database.ts'
import { endWithNpm } from './end-with-npm.ts'
import { checkSettings, readEnvironment, withDemoDefaults } from './environment.ts'
import { prepareDatabase } from './prepare-database.ts'
import { say } from './progress.ts'
import { checkPort, serve } from './serve.ts'
import { welcome } from './welcome.ts'

/** Stands in while the embedded database has no address yet, so that wrong settings are told before anything long begins. */
const EMBEDDED = 'postgres://embedded'

/**
 * Everything from a fresh clone to a served Foyer: settings, build, database, schema, demo, server; and back in the
 * opposite order when it is stopped. `start` and `dev` differ in what serves.
 */
export async function openHouse(kind: 'production' | 'development'): Promise<number> {
  endWithNpm()
  const env = withDemoDefaults({ ...readEnvironment(), NODE_ENV: kind })
  const settings = checkSettings({ ...env, DATABASE_URL: env.DATABASE_URL ?? EMBEDDED })
  await checkPort(env)
  if (kind === 'production') await ensureBuilt()

  const embedded = env.DATABASE_URL ? undefined : await openEmbeddedDatabase()
  const databaseUrl = embedded?.url ?? settings.databaseUrl
  if (embedded) say('The embedded PostgreSQL is ready')
  try {
    await prepareDatabase(databaseUrl, settings)
    const args = kind === 'production' ? ['.output/server/index.mjs'] : ['node_modules/nuxt/bin/nuxt.mjs', 'dev', '--port', env.PORT!, '--no-fork']
    return await serve(args, { ...env, DATABASE_URL: databaseUrl }, () => console.log(welcome(settings, env.PORT!)))
  } finally {
    await embedded?.stop()
    say('Stopped')
  }
}
