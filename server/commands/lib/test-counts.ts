import { existsSync, readFileSync } from 'node:fs'

export interface Count { passed: number, failed: number, skipped: number }

interface VitestReport {
  numPassedTests: number
  numFailedTests: number
  numPendingTests: number
  numTodoTests: number
  testResults: { status: string, assertionResults: unknown[] }[]
}

interface PlaywrightReport { stats: { expected: number, unexpected: number, flaky: number, skipped: number }, errors: unknown[] }

/** Reads vitest's JSON report. A file that could not be loaded, and a run that failed outside of any test, count as failed. */
export function countVitest(reportFile: string, exitCode: number): Count {
  if (!existsSync(reportFile)) return { passed: 0, failed: 1, skipped: 0 }
  const report = JSON.parse(readFileSync(reportFile, 'utf8')) as VitestReport
  const unloadable = report.testResults.filter(file => file.status === 'failed' && file.assertionResults.length === 0).length
  const failed = report.numFailedTests + unloadable
  return { passed: report.numPassedTests, failed: atLeastOne(failed, exitCode), skipped: report.numPendingTests + report.numTodoTests }
}

/** Reads Playwright's JSON report. A test that passed only when it was repeated is no pass. */
export function countPlaywright(reportFile: string, exitCode: number): Count {
  if (!existsSync(reportFile)) return { passed: 0, failed: 1, skipped: 0 }
  const { stats, errors } = JSON.parse(readFileSync(reportFile, 'utf8')) as PlaywrightReport
  return { passed: stats.expected, failed: atLeastOne(stats.unexpected + stats.flaky + (stats.unexpected ? 0 : errors.length), exitCode), skipped: stats.skipped }
}

const atLeastOne = (failed: number, exitCode: number) => exitCode === 0 ? failed : Math.max(failed, 1)
