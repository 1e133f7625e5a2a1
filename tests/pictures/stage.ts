import { type Browser, chromium } from '@playwright/test'
import { findChromium } from '#server/commands/lib/chromium.ts'
import { prepareDatabase } from '#server/commands/lib/prepare-database.ts'
import { startApp } from '#tests/support/app.ts'
import { startPostgres } from '#tests/support/postgres.ts'

export interface PictureStage { url: string, databaseUrl: string, browser: Browser, close(): Promise<void> }

/** The built app with the demo catalogue on a database of its own, and a browser that calls nobody. */
export async function openPictureStage(): Promise<PictureStage> {
  const postgres = await startPostgres()
  const databaseUrl = await postgres.createDatabase()
  await prepareDatabase(databaseUrl, { isDemo: true, houseCurrency: 'CNY' })
  const app = await startApp({ env: { DATABASE_URL: databaseUrl, FOYER_DEMO: '1' } })
  const executablePath = await findChromium()
  const browser = await chromium.launch({ ...(executablePath ? { executablePath } : {}), args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'] })
  return {
    url: app.url,
    databaseUrl,
    browser,
    close: async () => {
      await browser.close()
      await app.stop()
      await postgres.stop()
    }
  }
}
