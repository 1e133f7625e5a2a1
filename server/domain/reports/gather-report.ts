import { eq } from 'drizzle-orm'
import type { Database } from '#drizzle/database.ts'
import { publishers, users } from '#drizzle/schema/index.ts'
import { type Asker, readBreakdown, readOccupancy, readRefunds, readSales, readUsers } from '#server/domain/insight/index.ts'
import { monthParam } from '#shared/api/reports.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import type { LocalText } from '#shared/text/local-text.ts'
import { type Month, daysOfMonth, monthAfter, monthAt } from '#shared/time/month.ts'
import type { ReportFacts } from './report-facts.ts'

/** As many as a report has room for, and then some for the charts of each currency. */
const ROWS = 40

export interface ReportWish {
  month: Month
  /** Whose calendar. */
  zone: string
  /** Of one publisher only; for admins. */
  publisher?: string
}

/** What the dashboards say of a month, to whoever may see it. Throws `not-found` for a month that has not begun there, and for a publisher who is none. */
export async function gatherReport(deps: { db: Database }, asker: Asker, { month, zone, publisher }: ReportWish): Promise<ReportFacts> {
  if (!monthParam.safeParse(month).success || month > monthAt(new Date(), zone)) throw new DomainError('not-found')
  const subject = asker.role === 'admin' ? publisher : asker.userId
  const name = subject ? await nameOf(deps.db, subject) : null
  const span = { ...spanOf(month), zone, publisher, format: 'json' as const }
  const broken = { ...span, limit: ROWS }
  const [sales, before, shows, ticketTypes, methods, refunds, occupancy, people] = await Promise.all([
    readSales(deps, asker, { ...span, bucket: 'day' }),
    readSales(deps, asker, { ...span, ...spanOf(monthAfter(month, -1)), bucket: 'day' }),
    readBreakdown(deps, asker, { ...broken, by: 'event' }),
    readBreakdown(deps, asker, { ...broken, by: 'ticketType' }),
    readBreakdown(deps, asker, { ...broken, by: 'method' }),
    readRefunds(deps, asker, { ...broken, by: 'reason' }),
    readOccupancy(deps, asker, broken),
    asker.role === 'admin' && !publisher ? readUsers(deps, { ...spanOf(month), zone, bucket: 'month', format: 'json' }) : null
  ])
  return { month, zone, publisher: name, sales, before, shows, ticketTypes, methods, refunds, occupancy, users: people }
}

function spanOf(month: Month): { from: string, to: string } {
  const { from, to } = daysOfMonth(month)
  return { from, to }
}

/** By the name that visitors see; of who has no page, his own. */
async function nameOf(db: Database, userId: string): Promise<LocalText> {
  const [found] = await db.select({ own: users.displayName, en: publishers.nameEn, zh: publishers.nameZh }).from(users).leftJoin(publishers, eq(publishers.userId, users.id)).where(eq(users.id, userId))
  if (!found) throw new DomainError('not-found')
  return { en: found.en ?? found.own, zh: found.zh ?? found.own }
}
