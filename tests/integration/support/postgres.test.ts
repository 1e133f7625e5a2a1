import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import postgres from 'postgres'
import { newDatabaseUrl } from '#tests/support/database.ts'
import { type TestPostgres, hasInstalledPostgres, startPostgres } from '#tests/support/postgres.ts'

describe.each([
  ['embedded', 18, true],
  ['debian15', 15, hasInstalledPostgres()]
] as const)('the throwaway %s server', (kind, major, isHere) => {
  describe.skipIf(!isHere)('as a fault test uses it', () => {
    let server: TestPostgres
    let sql: postgres.Sql

    beforeAll(async () => {
      server = await startPostgres({ version: kind })
      sql = postgres(await server.createDatabase(), { max: 1, connect_timeout: 2, onnotice: () => {} })
      await sql`create table notes (word text)`
    })
    afterAll(async () => {
      await sql?.end({ timeout: 1 })
      await server?.stop()
    })

    it('is the version that was asked for', () => {
      expect(Number.parseInt(server.version)).toBe(major)
    })

    it('keeps what was committed through an immediate restart', async () => {
      await sql`insert into notes values ('before the restart')`
      await server.restartImmediate()
      expect(await afterBrokenConnection()).toContain('before the restart')
    })

    it('keeps what was committed when it is killed', async () => {
      await sql`insert into notes values ('before the kill')`
      await server.kill9()
      await server.restart()
      expect(await afterBrokenConnection()).toContain('before the kill')
    })

    it('answers nobody while it is paused, and goes on afterwards', async () => {
      server.pause()
      const asked = sql`insert into notes values ('asked while paused')`.execute()
      const first = await Promise.race([asked.then(() => 'answered'), new Promise(resolve => setTimeout(resolve, 300, 'silent'))])
      server.resume()
      await asked
      expect(first).toBe('silent')
    })

    /** The words in the database, asked again once when the old connection turns out to be broken. */
    async function afterBrokenConnection(): Promise<string[]> {
      const words = () => sql<{ word: string }[]>`select word from notes`
      const rows = await words().catch(words)
      return rows.map(row => row.word)
    }
  })
})

describe('a database of one\'s own', () => {
  it('has every table and no rows, whatever other tests do', async () => {
    const [mine, theirs] = await Promise.all([newDatabaseUrl(), newDatabaseUrl()])
    const one = postgres(mine, { max: 1 })
    const other = postgres(theirs, { max: 1 })
    await one`insert into house_facts (name, value) values ('mark', '1')`
    expect(await other`select * from house_facts`).toHaveLength(0)
    expect(await other`select count(*)::int as count from orders`).toEqual([{ count: 0 }])
    await Promise.all([one.end(), other.end()])
  })
})
