import type { TestProject } from 'vitest/node'
import { sharePostgres } from './shared-postgres.ts'

/** The same tests on the PostgreSQL that the system has installed: Debian 12 has 15, the oldest that Foyer supports. */
export default function shareInstalledPostgres(project: TestProject): Promise<() => Promise<void>> {
  return sharePostgres(project, undefined, 'debian15')
}
