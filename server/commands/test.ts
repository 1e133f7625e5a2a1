import { mkdirSync, rmSync } from 'node:fs'
import { ensureBuilt } from './lib/build.ts'
import { findChromium, NO_CHROMIUM } from './lib/chromium.ts'
import { inRoot, ROOT } from './lib/paths.ts'
import { installedBinaries } from './lib/postgres-binaries.ts'
import { CommandError, runCommand, say } from './lib/progress.ts'
import { type Count, countPlaywright, countVitest } from './lib/test-counts.ts'
import { run } from './lib/run.ts'

interface Part {
  name: string
  run(): Promise<Count>
  /** Reads the sources and nothing else: it needs one core, and runs beside others of its kind. */
  isCheck?: true
}

const HOLDS: Count = { passed: 0, failed: 0, skipped: 0, failures: [] }
const failed = (why: string): Count => ({ passed: 0, failed: 1, skipped: 0, failures: [why] })

/** A check that is not made of tests counts as nothing when it holds and as one failure when it does not. */
const check = async (command: string, ...args: string[]): Promise<Count> => await run(command, args, { quiet: true }) === 0 ? HOLDS : failed(`${command} found faults`)

const parts: Part[] = [
  { name: 'lint', isCheck: true, run: () => check('eslint', '.') },
  { name: 'types', isCheck: true, run: async () => await run('nuxt', ['prepare'], { quiet: true }) === 0 ? check('vue-tsc', '-b', '--noEmit') : failed('nuxt prepare failed') },
  { name: 'unit', run: () => vitest('unit') },
  { name: 'integration', run: () => onTheBuiltApp(() => vitest('integration')) },
  { name: 'postgres-15', run: () => onTheBuiltApp(installedPostgres) },
  { name: 'faults', run: () => onTheBuiltApp(() => vitest('faults')) },
  { name: 'e2e', run: () => onTheBuiltApp(browser) },
  { name: 'deploy', run: () => vitest('deploy') }
]

/** Only on request: it builds a second time, for Vercel. */
const SLOW = new Set(['deploy'])

/** `npm test`: all parts but the slow ones; `node server/commands/test.ts unit e2e`: only these. */
await runCommand(async () => {
  const asked = process.argv.slice(2)
  const unknown = asked.filter(name => !parts.some(part => part.name === name))
  if (unknown.length) throw new CommandError(`There is no part called ${unknown.join(', ')}. Choose from ${parts.map(part => part.name).join(', ')}.`)
  rmSync(inRoot('test-results'), { recursive: true, force: true })
  mkdirSync(inRoot('test-results'))

  const chosen = parts.filter(({ name }) => asked.length ? asked.includes(name) : !SLOW.has(name))
  const checks = chosen.filter(part => part.isCheck)
  if (checks.length) heading(checks.map(part => part.name).join(', '))
  const results = await Promise.all(checks.map(timed))
  for (const part of chosen.filter(one => !one.isCheck)) {
    heading(part.name)
    results.push(await timed(part))
  }
  return summarise(results)
})

interface Result { part: Part, count: Count, seconds: number }

async function timed(part: Part): Promise<Result> {
  const begunAt = performance.now()
  const count = await part.run()
  return { part, count, seconds: Math.round((performance.now() - begunAt) / 1000) }
}

function heading(name: string): void {
  console.log(`\n== ${name} ${'='.repeat(70 - name.length)}`)
}

function summarise(results: Result[]): number {
  console.log('')
  for (const { part, count, seconds } of results) {
    const skipped = count.skipped ? `, ${count.skipped} skipped` : ''
    const outcome = part.isCheck ? (count.failed ? 'failed' : 'holds') : `${count.passed} passed, ${count.failed} failed${skipped}`
    say(`${part.name.padEnd(12)} ${outcome} (in ${seconds} s)`)
  }
  // The end of a log is what is always kept of it.
  for (const { part, count: { shaky = [] } } of results) for (const test of shaky) console.log(`held at the second try in ${part.name}: ${test}`)
  for (const { part, count: { failures } } of results) for (const failure of failures) console.log(`failed in ${part.name}: ${failure.replace(ROOT, '')}`)
  const sum = (of: 'passed' | 'failed') => results.reduce((total, { count }) => total + count[of], 0)
  console.log(`\n${sum('passed')} passed, ${sum('failed')} failed`)
  return sum('failed') === 0 ? 0 : 1
}

async function vitest(project: string): Promise<Count> {
  const report = inRoot(`test-results/${project}.json`)
  const code = await run('vitest', ['run', '--project', project, '--reporter=default', '--reporter=./tests/support/stuck-files.ts', '--reporter=json', `--outputFile.json=${report}`])
  return countVitest(report, code)
}

/** What touches SQL most, once more on the oldest PostgreSQL that is supported, where the system has one. */
async function installedPostgres(): Promise<Count> {
  if (installedBinaries()) return await vitest('postgres-15')
  console.log('No PostgreSQL is installed beside the embedded one: these tests were not run (on Debian: apt-get install postgresql)')
  return HOLDS
}

async function browser(): Promise<Count> {
  if (!await findChromium()) {
    console.error(NO_CHROMIUM)
    return failed('no Chromium')
  }
  return countPlaywright(inRoot('test-results/browser.json'), await run('playwright', ['test']))
}

async function onTheBuiltApp(part: () => Promise<Count>): Promise<Count> {
  try {
    await ensureBuilt()
  } catch (problem) {
    console.error((problem as Error).message)
    return failed('the app could not be built')
  }
  return part()
}
