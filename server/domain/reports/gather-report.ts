import { eq } from 'drizzle-orm'
import type { Database, Queryable } from '#drizzle/database.ts'
import { publishers, users } from '#drizzle/schema/index.ts'
import { type Asker, readBreakdown, readOccupancy, readRefunds, readSales, readUsers } from '#server/domain/insight/index.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import type { LocalText } from '#shared/text/local-text.ts'
import { type ReportPeriod, daysOfPeriod, hasBegun, isReportPeriod, periodAfter } from '#shared/time/report-period.ts'
import type { ReportFacts } from './report-facts.ts'

/** As many as a report has room for, and then some for the charts of each currency. */
const ROWS = 40

export interface ReportWish {
  period: ReportPeriod
  /** Whose calendar. */
  zone: string
  /** Of one publisher only; for admins. */
  publisher?: string
}

/** What the dashboards say of a month or a week, to whoever may see it. Throws `not-found` for one that has not begun there, and for a publisher who is none. */
export async function gatherReport(deps: { db: Database }, asker: Asker, { period, zone, publisher }: ReportWish): Promise<ReportFacts> {
  if (!isReportPeriod(period) || !hasBegun(period, new Date(), zone)) throw new DomainError('not-found')
  const subject = asker.role === 'admin' ? publisher : asker.userId
  const name = subject ? await nameOfPublisher(deps.db, subject) : null
  const span = { ...spanOf(period), zone, publisher, format: 'json' as const }
  const broken = { ...span, limit: ROWS }
  const [sales, before, shows, ticketTypes, methods, refunds, occupancy, people] = await Promise.all([
    readSales(deps, asker, { ...span, bucket: 'day' }),
    readSales(deps, asker, { ...span, ...spanOf(periodAfter(period, -1)), bucket: 'day' }),
    readBreakdown(deps, asker, { ...broken, by: 'event' }),
    readBreakdown(deps, asker, { ...broken, by: 'ticketType' }),
    readBreakdown(deps, asker, { ...broken, by: 'method' }),
    readRefunds(deps, asker, { ...broken, by: 'reason' }),
    readOccupancy(deps, asker, broken),
    asker.role === 'admin' && !publisher ? readUsers(deps, { ...spanOf(period), zone, bucket: 'month', format: 'json' }) : null
  ])
  return { period, zone, publisher: name, sales, before, shows, ticketTypes, methods, refunds, occupancy, users: people }
}

function spanOf(period: ReportPeriod): { from: string, to: string } {
  const { from, to } = daysOfPeriod(period)
  return { from, to }
}

/** By the name that visitors see; of who has no page, his own. */
export async function nameOfPublisher(db: Queryable, userId: string): Promise<LocalText> {
  const [found] = await db.select({ own: users.displayName, en: publishers.nameEn, zh: publishers.nameZh }).from(users).leftJoin(publishers, eq(publishers.userId, users.id)).where(eq(users.id, userId))
  if (!found) throw new DomainError('not-found')
  return { en: found.en ?? found.own, zh: found.zh ?? found.own }
}
