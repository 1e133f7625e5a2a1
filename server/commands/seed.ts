import { DEMO_PASSWORD } from '#drizzle/demo/accounts.ts'
import { seedDemo } from '#drizzle/demo/seed.ts'
import { runCommand, say } from './lib/progress.ts'
import { withDatabase } from './lib/with-database.ts'

/** `npm run db:seed`: fills the migrated database of DATABASE_URL (or the embedded one) with the demo catalogue, once. */
await runCommand(() => withDatabase(async (db) => {
  const result = await seedDemo(db, { today: new Date(), onProgress: say })
  if (!result.wasSeeded) return say('The demo was in this database before; nothing changed.')
  say(`The demo is in: ${result.events} events, ${result.sessions} sessions, ${result.ticketsSold} tickets sold.`)
  say(`Accounts: admin@foyer.demo, publisher@foyer.demo, customer@foyer.demo, password ${DEMO_PASSWORD}`)
}))
