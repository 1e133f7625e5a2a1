import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))
const alias = { '#shared': here('./shared'), '#server': here('./server'), '#drizzle': here('./drizzle'), '#tests': here('./tests'), '~': here('./app') }

export default defineConfig({
  resolve: { alias },
  test: {
    // Two cores are the smallest machine that we promise to run on.
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        // Properties with many cases take a while on a busy machine; how fast things are is for benchmarks to say.
        test: { name: 'unit', include: ['tests/unit/**/*.test.ts'], testTimeout: 60_000 }
      },
      {
        extends: true,
        test: {
          name: 'integration',
          include: ['tests/integration/**/*.test.ts'],
          exclude: ['tests/integration/deploy/**'],
          globalSetup: ['tests/support/shared-postgres.ts'],
          testTimeout: 60_000,
          hookTimeout: 120_000
        }
      },
      {
        extends: true,
        test: {
          name: 'postgres-15',
          include: ['tests/integration/{orders,catalogue,seating,search,imports,privacy,jobs,places,waiting-list,pricing,payments,refunds,resale,gate,recommend,insight,exports,reminders}/**/*.test.ts'],
          // Where SQL decides: races, locks, search, statistics, vectors. Elsewhere it only reads and writes rows.
          // What is of Redis, of a phone or of brakes, and what tries the tests themselves, is the same on every PostgreSQL.
          exclude: ['**/negative-control.test.ts', '**/card-limit-negative-control.test.ts', 'tests/integration/gate/{offline,phone}.test.ts'],
          globalSetup: ['tests/support/shared-installed-postgres.ts'],
          testTimeout: 60_000,
          hookTimeout: 120_000
        }
      },
      {
        extends: true,
        // Each kills and pauses servers of its own, and needs the machine for itself.
        test: { name: 'faults', include: ['tests/faults/**/*.test.ts'], fileParallelism: false, testTimeout: 180_000, hookTimeout: 120_000 }
      },
      {
        extends: true,
        test: { name: 'deploy', include: ['tests/integration/deploy/**/*.test.ts'], testTimeout: 300_000, hookTimeout: 1_500_000 }
      }
    ]
  }
})
