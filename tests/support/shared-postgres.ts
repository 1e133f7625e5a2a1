import type { TestProject } from 'vitest/node'
import { makeTemplate, startPostgres } from './postgres.ts'

declare module 'vitest' {
  interface ProvidedContext { postgresUrl: string }
}

/**
 * One server for all integration test files of a run (vitest globalSetup): each takes databases of its own from it.
 * FOYER_TEST_POSTGRES_URL names a server that runs already, with a user who may create databases (CI tries other versions so).
 */
export default function shareOnePostgres(project: TestProject): Promise<() => Promise<void>> {
  return sharePostgres(project, process.env.FOYER_TEST_POSTGRES_URL, 'embedded')
}

export async function sharePostgres(project: TestProject, given: string | undefined, version: 'embedded' | 'debian15'): Promise<() => Promise<void>> {
  const server = given ? undefined : await startPostgres({ version })
  const url = given ?? server!.url
  await makeTemplate(url)
  project.provide('postgresUrl', url)
  return async () => server?.stop()
}
