/**
 * Imports events from a table:
 *   node server/commands/import-events.ts --file programme.csv --mapping mapping.json --as admin@example.org
 *     [--dry-run] [--row-by-row] [--publish]
 * into the database of DATABASE_URL (or the embedded one). The mapping is what the import page saves (docs/importing.md). Exits with
 * 1 when nothing was written because of a row.
 */
import { createReadStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { eq } from 'drizzle-orm'
import type { Database } from '#drizzle/database.ts'
import { users } from '#drizzle/schema/index.ts'
import { importEvents } from '#server/domain/imports/index.ts'
import { eventImportMapping } from '#shared/api/imports.ts'
import { CommandError, runCommand } from './lib/progress.ts'
import { withDatabase } from './lib/with-database.ts'

const text = { type: 'string' } as const
const flag = { type: 'boolean', default: false } as const

await runCommand(async () => {
  const { values } = parseArgs({ options: { 'file': text, 'mapping': text, 'as': text, 'dry-run': flag, 'row-by-row': flag, 'publish': flag } })
  const { file, mapping, as } = values
  if (!file || !mapping || !as) throw new CommandError('Say which file (--file), which mapping (--mapping) and whose events they will be (--as, the e-mail of a publisher or admin).')
  const parsed = eventImportMapping.safeParse(JSON.parse(await readFile(mapping, 'utf8')))
  if (!parsed.success) throw new CommandError(['The mapping is not right:', ...parsed.error.issues.map(issue => `  ${issue.path.join('.')}: ${issue.message}`)].join('\n'))
  return await withDatabase(async (db) => {
    const outcome = await importEvents({ db }, await authorOf(db, as), {
      mapping: parsed.data, isDryRun: values['dry-run'], isRowByRow: values['row-by-row'], publish: values.publish ? 'approved' : 'draft', read: () => createReadStream(file)
    })
    for (const { line, externalId, messages } of outcome.list.filter(row => row.outcome === 'refused')) {
      console.log(`  line ${line}${externalId ? `, ${externalId}` : ''}: ${messages.map(m => [m.code, m.column, m.value].filter(Boolean).join(' ')).join('; ')}`)
    }
    console.log(`${outcome.rows} rows: ${outcome.created} new, ${outcome.changed} changed, ${outcome.unchanged} unchanged, ${outcome.refused} refused; ${outcome.sessions} sessions, ${outcome.newVenues} new venues.`)
    console.log(outcome.isImported ? 'Imported.' : 'Nothing was written.')
    return outcome.isImported || (outcome.isDryRun && outcome.refused === 0) ? 0 : 1
  })
})

async function authorOf(db: Database, email: string): Promise<{ userId: string, role: 'publisher' | 'admin' }> {
  const [user] = await db.select({ userId: users.id, role: users.role }).from(users).where(eq(users.email, email.toLowerCase()))
  if (!user || user.role === 'customer') throw new CommandError(`${email} is neither a publisher nor an admin here.`)
  return { userId: user.userId, role: user.role }
}
