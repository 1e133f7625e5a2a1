import { defineConfig, devices } from '@playwright/test'
import { findChromium } from './server/commands/lib/chromium.ts'
import { freePort } from './server/commands/lib/postgres-cluster.ts'

// Workers read this file again: they get the port, and the address of the app, from the environment of the first.
const port = process.env.FOYER_E2E_PORT ??= String(await freePort())
const executablePath = await findChromium()

export default defineConfig({
  testDir: 'tests/e2e',
  outputDir: 'test-results/browser',
  fullyParallel: false,
  workers: Number(process.env.FOYER_E2E_WORKERS ?? 2),
  forbidOnly: Boolean(process.env.CI),
  // A browser on a busy machine: CI tries once more, and its last lines name what failed at first (server/commands/lib/test-counts.ts).
  retries: process.env.CI ? 1 : 0,
  // For the slowest machine that we test on; what is quick enough for people is measured elsewhere.
  timeout: 150_000,
  expect: { timeout: 20_000 },
  reporter: [['list'], ['json', { outputFile: 'test-results/browser.json' }]],
  use: {
    baseURL: `http://localhost:${port}`,
    // Nobody in these tests is asked whether visits may be counted, but in the test of that.
    storageState: { cookies: [], origins: [{ origin: `http://localhost:${port}`, localStorage: [{ name: 'foyer-consent', value: 'no' }] }] },
    locale: 'en-GB',
    timezoneId: 'Asia/Shanghai',
    // Recording every test costs a quarter of the time of all of them: `npx playwright test --trace on FILE` records one.
    trace: 'off',
    screenshot: 'only-on-failure',
    launchOptions: {
      ...(executablePath ? { executablePath } : {}),
      // Containers have no sandbox and no graphics; the rest keeps the browser from calling anybody.
      args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync']
    }
  },
  projects: [
    { name: 'desktop', use: { ...devices['Desktop Chrome'], viewport: { width: 1440, height: 900 } } },
    { name: 'phone', use: { ...devices['Pixel 7'], viewport: { width: 390, height: 844 } } }
  ],
  webServer: {
    command: 'node tests/e2e/support/serve.ts',
    url: `http://localhost:${port}/api/health`,
    env: { PORT: port },
    timeout: 300_000,
    stdout: 'pipe',
    stderr: 'pipe',
    gracefulShutdown: { signal: 'SIGTERM', timeout: 15_000 }
  }
})
