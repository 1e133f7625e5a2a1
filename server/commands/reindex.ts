import { reindex } from '#server/domain/search/index.ts'
import { readEnvironment } from './lib/environment.ts'
import { runCommand, say } from './lib/progress.ts'
import { withDatabase } from './lib/with-database.ts'

/** `npm run search:reindex`: makes what events are found by again, all of it, while people search. Safe to repeat. */
await runCommand(() => withDatabase(async (db) => {
  const count = await reindex({ db, houseCurrency: readEnvironment().FOYER_HOUSE_CURRENCY ?? 'CNY' }, (done, of) => say(`${done} of ${of} events`))
  say(`The search index is new: ${count} events.`)
}))
