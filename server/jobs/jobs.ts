import { makeExport } from '#server/domain/exports/index.ts'
import { sendInvitations } from '#server/domain/imports/index.ts'
import { remindOfSession, sendTips } from '#server/domain/reminders/index.ts'
import { sendMonthOutside, sendReports, sendWeekOutside } from '#server/domain/reports/index.ts'
import type { Job } from '#server/domain/runs/index.ts'
import { accountsOf } from '#server/http/accounts.ts'
import type { House } from '#server/house.ts'

/** What is done in runs, each of them once (docs/jobs.md). What goes on all the time is in rounds.ts. */
export const JOBS: readonly Job<House>[] = [
  { name: 'customer-invitations', schedule: null, missed: 'each', lane: 'news', tries: 5, backOffSeconds: 60, work: (house, run) => sendInvitations({ db: house.db, codeKey: accountsOf(house).keys.codes }, run) },
  // Ten in the morning where most readers live; everybody else is written to when his own day has begun.
  { name: 'daily-reminder', schedule: { every: 'day', at: '02:00' }, missed: 'newest', lane: 'news', tries: 5, backOffSeconds: 30, work: sendTips },
  { name: 'event-reminder', schedule: null, missed: 'each', lane: 'news', tries: 5, backOffSeconds: 30, work: remindOfSession },
  // On the first the month is over everywhere by then.
  { name: 'month-report', schedule: { every: 'month', day: 1, at: '12:00' }, missed: 'each', lane: 'news', tries: 5, backOffSeconds: 60, work: sendReports },
  { name: 'outside-month', schedule: { every: 'month', day: 1, at: '12:00' }, missed: 'each', lane: 'news', tries: 5, backOffSeconds: 60, work: sendMonthOutside },
  // By noon it is Monday everywhere.
  { name: 'outside-week', schedule: { every: 'week', weekday: 1, at: '12:00' }, missed: 'newest', lane: 'news', tries: 5, backOffSeconds: 60, work: sendWeekOutside },
  { name: 'table-export', schedule: null, missed: 'each', lane: 'files', tries: 3, backOffSeconds: 20, work: makeExport }
]
