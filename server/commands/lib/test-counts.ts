import { existsSync, readFileSync } from 'node:fs'
import { stripVTControlCharacters } from 'node:util'

/**
 * What a part of the tests came to. `failures`: the name of each test that failed, for the end of a long log. `shaky`: those that
 * failed once and then held; they count as passed, and each is a fault of the test or of the app that somebody has to find.
 */
export interface Count { passed: number, failed: number, skipped: number, failures: string[], shaky?: string[] }

interface VitestReport {
  numPassedTests: number
  numFailedTests: number
  numPendingTests: number
  numTodoTests: number
  testResults: { name: string, status: string, assertionResults: { status: string, fullName: string, failureMessages?: string[] }[] }[]
}

interface PlaywrightResult { error?: { message?: string, location?: { line: number } } }
interface PlaywrightTest { projectName: string, status: string, results?: PlaywrightResult[] }
interface PlaywrightSuite { title: string, specs?: { title: string, tests: PlaywrightTest[] }[], suites?: PlaywrightSuite[] }
interface PlaywrightReport { stats: { expected: number, unexpected: number, flaky: number, skipped: number }, errors: unknown[], suites?: PlaywrightSuite[] }

const NOTHING_READ: Count = { passed: 0, failed: 1, skipped: 0, failures: ['no report was written'] }

/** Reads vitest's JSON report. A file that could not be loaded, and a run that failed outside of any test, count as failed. */
export function countVitest(reportFile: string, exitCode: number): Count {
  if (!existsSync(reportFile)) return { ...NOTHING_READ }
  const report = JSON.parse(readFileSync(reportFile, 'utf8')) as VitestReport
  const unloadable = report.testResults.filter(file => file.status === 'failed' && file.assertionResults.length === 0)
  const failures = report.testResults.flatMap(file => file.assertionResults.filter(test => test.status === 'failed').map(test => `${file.name}: ${test.fullName}: ${beginning(test.failureMessages?.[0])}`))
  return {
    passed: report.numPassedTests,
    failed: atLeastOne(report.numFailedTests + unloadable.length, exitCode),
    skipped: report.numPendingTests + report.numTodoTests,
    failures: [...failures, ...unloadable.map(file => `${file.name}: could not be run`), ...(exitCode !== 0 && failures.length + unloadable.length === 0 ? ['something failed outside of any test: look for "Unhandled"'] : [])]
  }
}

/** Reads Playwright's JSON report. */
export function countPlaywright(reportFile: string, exitCode: number): Count {
  if (!existsSync(reportFile)) return { ...NOTHING_READ }
  const { stats, errors, suites = [] } = JSON.parse(readFileSync(reportFile, 'utf8')) as PlaywrightReport
  const failed = atLeastOne(stats.unexpected + (stats.unexpected ? 0 : errors.length), exitCode)
  const thatAre = (status: string) => suites.flatMap(suite => testsThatAre(status, suite, []))
  return { passed: stats.expected + stats.flaky, failed, skipped: stats.skipped, failures: thatAre('unexpected'), shaky: thatAre('flaky') }
}

function testsThatAre(status: string, suite: PlaywrightSuite, above: string[]): string[] {
  const titles = [...above, suite.title]
  const own = (suite.specs ?? []).flatMap(spec => spec.tests
    .filter(test => test.status === status)
    .map(test => `${[...titles, spec.title].join(' > ')} [${test.projectName}]${whyOf(test)}`))
  return [...own, ...(suite.suites ?? []).flatMap(inner => testsThatAre(status, inner, titles))]
}

function whyOf({ results = [] }: PlaywrightTest): string {
  const error = results.find(result => result.error)?.error
  return error ? `: line ${error.location?.line ?? '?'}: ${beginning(error.message)}` : ''
}

const atLeastOne = (failed: number, exitCode: number) => exitCode === 0 ? failed : Math.max(failed, 1)

/** The first line of a message, to be read in a list. */
const beginning = (message = 'no message') => stripVTControlCharacters(message).split('\n', 1)[0]!.slice(0, 300)
