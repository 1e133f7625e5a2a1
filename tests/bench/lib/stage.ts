import { type DatabaseConnection, connectDatabase } from '#server/gateways/database/connect.ts'
import { type TestApp, startApp } from '#tests/support/app.ts'
import { type TestPostgres, startPostgres } from '#tests/support/postgres.ts'
import { type RedisServer, startRedisServer } from '#tests/support/redis-server.ts'

/** A real PostgreSQL and Redis of the run's own, and the built app on them. */
export interface Stage {
  postgres: TestPostgres
  redis: RedisServer
  databaseUrl: string
  database: DatabaseConnection
  app: TestApp
  /** What Node is started with, for a scenario that needs an app of its own. */
  nodeArguments: string[]
  close(): Promise<void>
}

export async function openStage(options: { fsync: boolean, version?: 'embedded' | 'debian15', profileDir?: string }): Promise<Stage> {
  const postgres = await startPostgres(options)
  const redis = await startRedisServer()
  const databaseUrl = await postgres.createDatabase()
  const database = connectDatabase(databaseUrl, { pool: 5, applicationName: 'bench' })
  const nodeArguments = options.profileDir ? ['--cpu-prof', `--cpu-prof-dir=${options.profileDir}`] : []
  const app = await startApp({ env: { DATABASE_URL: databaseUrl, REDIS_URL: redis.url, FOYER_DEMO: '1', FOYER_LOG: 'info', DATABASE_POOL: '20' }, nodeArguments })
  return {
    postgres, redis, databaseUrl, database, app, nodeArguments,
    close: async () => {
      await app.stop()
      await database.close()
      await redis.stop()
      await postgres.stop()
    }
  }
}
