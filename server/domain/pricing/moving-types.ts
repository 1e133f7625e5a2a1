import { type SQL, sql } from 'drizzle-orm'
import type { Queryable } from '#drizzle/database.ts'
import type { RulesFollowed } from '#shared/pricing/price-cause.ts'
import type { PriceInForce } from '#shared/pricing/price-move.ts'
import type { PriceRules } from '#shared/pricing/price-rules.ts'
import type { SaleFacts } from '#shared/pricing/target-price.ts'
import { type SessionPlaces, zoneSales } from './zone-sales.ts'

/** A ticket type whose price moves: its rules, the price in force, and what the rules look at now. */
export interface MovingType extends SessionPlaces {
  ticketTypeId: string
  eventId: string
  startingMinor: number
  rules: PriceRules
  pausedAt: Date | null
  /** Of the price in force; 0 where none is written yet. */
  number: number
  inForce: PriceInForce
  follows: RulesFollowed
  facts: SaleFacts
}

/** Moves only while tickets are or will be on sale, the rules run, and the last change is long enough ago. */
export const MAY_MOVE = sql`
  m.paused_at is null and s.status = 'scheduled' and e.status = 'approved' and s.sale_ends_at > now()
  and (p.number is null or p.number = 1 or p.from_at + make_interval(hours => (m.rules->>'coolDownHours')::int) <= now())`

interface Row extends Record<string, unknown> {
  ticket_type_id: string, session_id: string, event_id: string, category_key: string, plan_id: string, off_sale_seats: number[]
  starting_minor: string, rules: PriceRules, paused_ms: string | null
  number: number | null, price_minor: string | null, target_minor: string | null, from_ms: string | null, follows: RulesFollowed | null
  starts_ms: string, time_zone: string, now_ms: string
}

/** The moving ticket types of which `which` is true (of `t`, `m`, `s`, `e`, and `p`, the price in force). Retired ones are left out. At most three queries. */
export async function movingTypes(db: Queryable, which: SQL): Promise<MovingType[]> {
  const rows = await db.execute<Row>(sql`
    select t.id as ticket_type_id, t.session_id, s.event_id, t.category_key, s.plan_id, s.off_sale_seats,
      m.starting_minor::text, m.rules, extract(epoch from m.paused_at) * 1000 as paused_ms,
      p.number, p.price_minor::text, p.target_minor::text, (extract(epoch from p.from_at) * 1000)::text as from_ms, p.follows,
      (extract(epoch from s.starts_at) * 1000)::text as starts_ms, v.time_zone, (extract(epoch from clock_timestamp()) * 1000)::text as now_ms
    from moving_prices m
    join ticket_types t on t.id = m.ticket_type_id join sessions s on s.id = t.session_id
    join events e on e.id = s.event_id join venues v on v.id = s.venue_id
    left join lateral (select * from prices where ticket_type_id = m.ticket_type_id order by number desc limit 1) p on true
    where t.retired_at is null and ${which}
    order by t.id`)
  const sales = await zoneSales(db, rows.map(row => ({ sessionId: row.session_id, planId: row.plan_id, offSaleSeats: row.off_sale_seats })))
  return rows.map(row => ({
    ticketTypeId: row.ticket_type_id, sessionId: row.session_id, eventId: row.event_id, planId: row.plan_id, offSaleSeats: row.off_sale_seats,
    startingMinor: Number(row.starting_minor), rules: row.rules, pausedAt: row.paused_ms === null ? null : new Date(Number(row.paused_ms)),
    number: row.number ?? 0,
    inForce: {
      priceMinor: Number(row.price_minor ?? row.starting_minor), targetMinor: Number(row.target_minor ?? row.starting_minor),
      changedAtMs: (row.number ?? 0) > 1 ? Number(row.from_ms) : null
    },
    follows: row.follows ?? { time: null, soldPercent: null },
    facts: {
      nowMs: Number(row.now_ms), startsAt: new Date(Number(row.starts_ms)).toISOString(), timeZone: row.time_zone,
      ...(sales.get(`${row.session_id} ${row.category_key}`) ?? { sold: 0, capacity: 0 })
    }
  }))
}

/** Whether any price of a session moves by rules. */
export async function hasMovingPrices(db: Queryable, sessionId: string): Promise<boolean> {
  return (await db.execute(sql`select 1 from moving_prices m join ticket_types t on t.id = m.ticket_type_id where t.session_id = ${sessionId} and t.retired_at is null limit 1`)).length > 0
}

/** The moving ticket types of a session, in the order in which they are sold. */
export async function typesThatMove(db: Queryable, sessionId: string): Promise<MovingType[]> {
  return await movingTypes(db, sql`t.session_id = ${sessionId}`)
}
