import type { Database } from '#drizzle/database.ts'
import { type Notice, giveNotice } from '#server/domain/notify/index.ts'
import type { RunInHand } from '#server/domain/runs/index.ts'
import { monthAfter } from '#shared/time/month.ts'
import { type ReportPeriod, daysOfPeriod } from '#shared/time/report-period.ts'
import { gatherReport } from './gather-report.ts'
import type { ReportFacts } from './report-facts.ts'
import type { ReportPaper } from './report-paper.ts'
import { type ReportReader, countReportReaders, reportReaders } from './report-readers.ts'
import { writeReport } from './write-report.ts'

/** Readers of one transaction: each takes some ten queries before it. */
const BATCH = 20

/**
 * Tells every publisher of the month that is over, and every admin of the whole house's: what happened, in words and figures, with the way to
 * the file. A publisher of whom there is nothing to tell hears nothing. Goes on where it stopped (J-02).
 */
export async function sendReports(deps: { db: Database }, run: RunInHand): Promise<'done' | 'paused'> {
  const month = monthAfter(run.logicalAt.toISOString().slice(0, 7), -1)
  if (run.at.total === null) await run.step(async tx => ({ total: await countReportReaders(tx) }))
  for (;;) {
    if (run.mustPause()) return 'paused'
    const readers = await reportReaders(deps.db, run.at.cursor as string | null, BATCH)
    const notices: Notice[] = []
    for (const reader of readers) {
      const facts = await gatherReport(deps, reader, { period: month, zone: reader.zone })
      if (reader.role === 'admin' || isWorthTelling(facts)) notices.push(noticeOf(reader, facts))
    }
    await run.step(async (tx) => {
      await giveNotice(tx, ...notices)
      return {
        cursor: readers.at(-1)?.userId ?? run.at.cursor, done: run.at.done + readers.length, total: Math.max(run.at.total ?? 0, run.at.done + readers.length),
        result: { sent: (run.at.result.sent ?? 0) + notices.length }
      }
    })
    if (readers.length < BATCH) return 'done'
  }
}

export function isWorthTelling(facts: ReportFacts): boolean {
  return facts.sales.currencies.length > 0 || facts.occupancy.totals.sessions > 0 || facts.refunds.rows.length > 0
}

function noticeOf(reader: ReportReader, facts: ReportFacts): Notice {
  const [en, zh] = [writeReport(facts, 'en'), writeReport(facts, 'zh')]
  return {
    to: { userId: reader.userId },
    kind: reader.role === 'admin' ? 'house-report' : 'month-report',
    params: { titleEn: en.title, titleZh: zh.title, storyEn: en.story, storyZh: zh.story, figuresEn: figuresOf(en), figuresZh: figuresOf(zh) },
    path: pathOf(reader, facts.period),
    key: `month-report:${facts.period}:${reader.userId}`
  }
}

/** A label and its value in turn: notices carry lists of texts. */
export function figuresOf(report: ReportPaper): string[] {
  return report.tiles.flatMap(tile => [tile.label, tile.change ? `${tile.value} (${tile.change.text})` : tile.value])
}

/** The dashboard of just that time, where the file is too. */
function pathOf({ role, zone }: ReportReader, period: ReportPeriod): string {
  const { from, to } = daysOfPeriod(period)
  return `${role === 'admin' ? '/admin/numbers' : '/publish/numbers'}?${new URLSearchParams({ from, to, zone })}`
}
