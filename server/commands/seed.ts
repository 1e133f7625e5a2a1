import { DEMO_PASSWORD } from '#drizzle/demo/accounts.ts'
import { seedDemo } from '#drizzle/demo/seed.ts'
import { connectDatabase } from '#server/gateways/database/connect.ts'

/** `node server/commands/seed.ts`: fills the database of DATABASE_URL with the demo catalogue, once. */
const url = process.env.DATABASE_URL
if (!url) {
  console.error('DATABASE_URL is missing: it says which database is to be filled.')
  process.exit(1)
}
const connection = connectDatabase(url, { pool: 1, applicationName: 'foyer-seed' })
try {
  const started = Date.now()
  const result = await seedDemo(connection.db, { today: new Date(), onProgress: line => console.log(`  ${line}`) })
  console.log(result.wasSeeded
    ? `The demo is in: ${result.events} events, ${result.sessions} sessions, ${result.ticketsSold} tickets sold (${((Date.now() - started) / 1000).toFixed(1)} s). Accounts: admin@foyer.demo, publisher@foyer.demo, customer@foyer.demo, password ${DEMO_PASSWORD}`
    : 'The demo was in this database before; nothing changed.')
} finally {
  await connection.close()
}
