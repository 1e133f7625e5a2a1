import { eq, sql } from 'drizzle-orm'
import type { Database, Queryable } from '#drizzle/database.ts'
import { venues } from '#drizzle/schema/index.ts'
import { type MovingType, type PriceRow, lookAtPrices, pauseRules, pricesOfTypes, setPrice, ticketTypesOfSession, typesThatMove } from '#server/domain/pricing/index.ts'
import type { ChangePriceInput, SessionPricesReply } from '#shared/api/prices.ts'
import { causeOfMove, rulesFollowed } from '#shared/pricing/cause-of-move.ts'
import { nextSteps } from '#shared/pricing/next-steps.ts'
import { restsUntil } from '#shared/pricing/price-move.ts'
import { causeWords } from '#shared/pricing/price-words.ts'
import { type SaleMoment, replaySale } from '#shared/pricing/replay-sale.ts'
import type { PriceCause, RulesFollowed } from '#shared/pricing/price-cause.ts'
import type { Author } from './own-event.ts'
import { ownSession } from './own-session.ts'

type Moving = NonNullable<SessionPricesReply['ticketTypes'][number]['moving']>
type Step = Moving['history'][number]

/** The prices of one session: rules, what they did, what they would have done alone, and what comes next. Throws `not-found` for what is not the author's. */
export async function sessionPrices({ db }: { db: Database }, author: Author, sessionId: string): Promise<SessionPricesReply> {
  const { session } = await ownSession(db, author, sessionId)
  await lookAtPrices(db, sessionId, [sessionId])
  const [[venue], types, moving, history, sales] = await Promise.all([
    db.select({ timeZone: venues.timeZone }).from(venues).where(eq(venues.id, session.venueId)),
    ticketTypesOfSession(db, sessionId), typesThatMove(db, sessionId), pricesOfTypes(db, sessionId), salesByHour(db, sessionId)
  ])
  const byId = new Map(moving.map(type => [type.ticketTypeId, type]))
  return {
    timeZone: venue!.timeZone,
    saleStartsAt: session.saleStartsAt.toISOString(), saleEndsAt: session.saleEndsAt.toISOString(),
    ticketTypes: types.map((type) => {
      const its = byId.get(type.id)
      return {
        id: type.id, name: { en: type.nameEn, zh: type.nameZh }, categoryKey: type.categoryKey, price: { amountMinor: type.priceMinor, currency: type.currency },
        moving: its ? movingView(its, type.currency, history.get(type.id) ?? [], { saleStartsAt: session.saleStartsAt, moments: sales.get(type.categoryKey) ?? [] }) : null
      }
    })
  }
}

/** Sets a price within the bounds of its rules, or holds the rules off. Throws `price-refused`, `price-fixed`, `not-found`. */
export async function changeSessionPrice({ db }: { db: Database }, author: Author, sessionId: string, ticketTypeId: string, change: ChangePriceInput): Promise<void> {
  await ownSession(db, author, sessionId)
  const act = { sessionId, ticketTypeId, actor: author.userId }
  if ('priceMinor' in change) await setPrice(db, act, change.priceMinor)
  else await pauseRules(db, act, change.isPaused)
}

function movingView(type: MovingType, currency: string, history: PriceRow[], sale: { saleStartsAt: Date, moments: SaleMoment[] }): Moving {
  const { facts, rules, startingMinor, inForce } = type
  const money = (amountMinor: number) => ({ amountMinor, currency })
  const step = (atMs: number, priceMinor: number, cause: PriceCause): Step => ({
    fromAt: new Date(atMs).toISOString(), price: money(priceMinor),
    why: { en: causeWords(cause, facts.timeZone, 'en'), zh: causeWords(cause, facts.timeZone, 'zh') }
  })
  let before: RulesFollowed = { time: null, soldPercent: null }
  const fromMs = Math.min(sale.saleStartsAt.getTime(), facts.nowMs)
  // Of the running hour all that is sold counts now.
  const moments = sale.moments.map(moment => ({ ...moment, atMs: Math.min(moment.atMs, facts.nowMs) }))
  const rested = restsUntil(rules, inForce)
  return {
    rules, startingPrice: money(startingMinor), isPaused: type.pausedAt !== null, sold: facts.sold, capacity: facts.capacity,
    history: history.map(row => step(row.fromAt.getTime(), row.priceMinor, row.cause)),
    replay: replaySale(rules, startingMinor, { ...facts, fromMs, untilMs: facts.nowMs + 1, moments }).map(({ atMs, priceMinor, because }) => {
      if (!because) return step(atMs, priceMinor, { kind: 'start' })
      const after = rulesFollowed(rules, because)
      const cause = causeOfMove(before, after, facts)
      before = after
      return step(atMs, priceMinor, cause)
    }),
    next: nextSteps(rules, startingMinor, inForce.priceMinor, facts).map(next => ({
      sales: next.kind === 'sales' ? { soldPercent: next.soldPercent, places: next.places } : null,
      at: next.kind === 'time' ? new Date(next.atMs).toISOString() : null,
      price: money(next.priceMinor)
    })),
    restsUntil: rested > facts.nowMs ? new Date(rested).toISOString() : null
  }
}

/** How many places of each part of the hall were paid for by the end of each hour, of those that still are. One query. */
async function salesByHour(db: Queryable, sessionId: string): Promise<Map<string, SaleMoment[]>> {
  const rows = await db.execute<{ category_key: string, at_ms: string, sold: number }>(sql`
    select category_key, (extract(epoch from at) * 1000)::text as at_ms, sum(places) over (partition by category_key order by at)::int as sold
    from (
      select t.category_key, date_trunc('hour', o.paid_at) + interval '1 hour' as at, sum(l.quantity) as places
      from (
        select order_line_id from claims where session_id = ${sessionId} and state = 'sold'
        union all
        select order_line_id from standing_claims where session_id = ${sessionId} and state = 'sold'
      ) c join order_lines l on l.id = c.order_line_id join orders o on o.id = l.order_id join ticket_types t on t.id = l.ticket_type_id
      where o.paid_at is not null
      group by 1, 2
    ) hours order by category_key, at`)
  return Map.groupBy(rows.map(row => ({ category: row.category_key, atMs: Number(row.at_ms), sold: row.sold })), row => row.category)
}
