import type { Settings } from '#server/settings.ts'

const DEMO_PASSWORD = 'foyer-demo-2026'
const DEMO_ACCOUNTS = { admin: 'admin@foyer.demo', publisher: 'publisher@foyer.demo', customer: 'customer@foyer.demo' }

/** What to open, who to be and how to stop. */
export function welcome(settings: Settings, port: string): string {
  const accounts = Object.entries(DEMO_ACCOUNTS).map(([role, email]) => `    ${role.padEnd(10)} ${email.padEnd(22)} ${DEMO_PASSWORD}`)
  return [
    '',
    `  Foyer is open: http://localhost:${port}`,
    ...(settings.isDemo ? ['', '  Demo accounts:', ...accounts] : []),
    '',
    '  Ctrl-C stops it. What was bought is kept.',
    ''
  ].join('\n')
}
