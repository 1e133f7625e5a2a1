import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/** Where Debian, Ubuntu, Fedora, Arch and macOS put a browser that Playwright can drive; the one without windows is the quickest. */
const WITHOUT_WINDOWS = 'chromium-headless-shell'
const PROGRAMS = [WITHOUT_WINDOWS, 'chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome']
const MAC_APPS = ['/Applications/Google Chrome.app/Contents/MacOS/Google Chrome', '/Applications/Chromium.app/Contents/MacOS/Chromium']

/** The browser for the tests: CHROMIUM_PATH, Playwright's own, or an installed one. Undefined where there is none. `isWhole`: it can show notifications too. */
export async function findChromium({ isWhole = false } = {}): Promise<string | undefined> {
  if (process.env.CHROMIUM_PATH) return process.env.CHROMIUM_PATH
  const { chromium } = await import('@playwright/test')
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/bin', '/snap/bin']
  const programs = isWhole ? PROGRAMS.filter(program => program !== WITHOUT_WINDOWS) : PROGRAMS
  const candidates = [chromium.executablePath(), ...programs.flatMap(name => folders.map(folder => join(folder, name))), ...MAC_APPS]
  return candidates.find(path => path && existsSync(path))
}

export const NO_CHROMIUM = [
  'No Chromium was found for the browser tests. Do one of these and run again:',
  '  apt-get install chromium fonts-noto-cjk     on Debian and Ubuntu, as root',
  '  npx playwright install chromium             downloads Playwright\'s own',
  '  CHROMIUM_PATH=/path/to/chrome npm test      when it is somewhere else'
].join('\n')
