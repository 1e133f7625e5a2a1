import { and, eq } from 'drizzle-orm'
import type { Database } from '#drizzle/database.ts'
import { type ReportReceiverRow, reportReceivers } from '#drizzle/schema/index.ts'
import { type Attachment, type Delivery, Undeliverable } from '#server/domain/notify/index.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import { isReportPeriod } from '#shared/time/report-period.ts'
import { type ReportDeps, makeReport } from '../make-report.ts'
import { askerFor, isAlive } from './owned.ts'
import { readFileToken } from './tokens.ts'

/** The whole report behind the link of a mail, as HTML. @throws `not-found`: not ours, run out, or its receiver gets no reports any more */
export async function mailedReport(deps: ReportDeps & { keys: { unsubscribe: Buffer } }, token: string): Promise<string> {
  const right = readFileToken(deps.keys.unsubscribe, token)
  const receiver = right && await activeReceiver(deps.db, right.receiverId)
  if (!receiver) throw new DomainError('not-found')
  return await makeReport(deps, askerFor(receiver.ownerId), { period: right.period, zone: receiver.timeZone, format: 'html', locale: receiver.locale }) as string
}

/** What goes with a mail: the PDF of a report for an address outside. Made when it is sent, so that nothing lies about. @throws Undeliverable where it is not wanted any more */
export async function attachmentsOf(deps: ReportDeps, { kind, params }: Delivery): Promise<Attachment[]> {
  if (kind !== 'outside-report') return []
  const { receiverId, period, format } = params
  const receiver = typeof receiverId === 'string' ? await activeReceiver(deps.db, receiverId) : null
  if (!receiver || typeof period !== 'string' || !isReportPeriod(period)) throw new Undeliverable('gone', 'the address gets no reports any more')
  if (format !== 'pdf') return []
  const content = await makeReport(deps, askerFor(receiver.ownerId), { period, zone: receiver.timeZone, format: 'pdf', locale: receiver.locale }) as Buffer
  return [{ name: `foyer-${period}.pdf`, type: 'application/pdf', content }]
}

async function activeReceiver(db: Database, id: string): Promise<ReportReceiverRow | null> {
  const [row] = await db.select().from(reportReceivers).where(and(eq(reportReceivers.id, id), eq(reportReceivers.state, 'active'), isAlive))
  return row ?? null
}
