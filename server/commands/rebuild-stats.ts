import { rebuildStats } from '#server/domain/insight/index.ts'
import { parseArgs } from 'node:util'
import { CommandError, runCommand, say } from './lib/progress.ts'
import { withDatabase } from './lib/with-database.ts'

/**
 * `npm run stats:rebuild`: makes the roll-ups of statistics again from orders, ledger, audit log and behaviour log, while people buy and
 * dashboards are read. `-- --from 2026-11-01` makes those from a day of UTC on. Safe to repeat.
 */
const { values: options } = parseArgs({ options: { from: { type: 'string' } } })

await runCommand(() => withDatabase(async (db) => {
  const from = options.from === undefined ? null : new Date(`${options.from}T00:00:00Z`)
  if (from && Number.isNaN(from.getTime())) throw new CommandError('--from is a day, such as 2026-11-01')
  const until = await rebuildStats(db, from)
  say(`The roll-ups are new, up to ${until.toISOString()}. What is later is read from the orders themselves.`)
}))
