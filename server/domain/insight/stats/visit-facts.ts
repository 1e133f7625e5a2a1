import { type SQL, sql } from 'drizzle-orm'
import { quarterOf, type Range, within } from './range.ts'
import type { Source } from './source.ts'

export const VISITS: Source = { table: sql`stats_visits`, facts: visitFacts, columns: sql`quarter, event_id, session_id, views, visits, clicks, holds, hold_places, abandoned_holds` }

/** Stands where a step knows its event, but no session. */
export const NO_SESSION = '00000000-0000-0000-0000-000000000000'

/** A view is a visit unless the same browser saw the same event so short a time before. */
const VISIT = sql`interval '30 minutes'`
/** Longer than any hold lives: at most an hour, and once more where it is extended. */
const LONGEST_HOLD_MS = 3 * 3_600_000

/** Rows of `stats_visits` as the sources have them. */
export function visitFacts(range: Range): SQL {
  return sql`
    select quarter, event_id, session_id, sum(views)::int as views, sum(visits)::int as visits, sum(clicks)::int as clicks, sum(holds)::int as holds, sum(hold_places)::int as hold_places,
      sum(abandoned_holds)::int as abandoned_holds
    from (${seen(range)} union all ${held(range)} union all ${abandoned(range)}) facts group by 1, 2, 3`
}

function seen(range: Range): SQL {
  const known = { from: range.from && new Date(range.from.getTime() - 30 * 60_000), until: range.until }
  return sql`
    select ${quarterOf(sql`at`)} as quarter, event_id, ${NO_SESSION}::uuid as session_id, count(*) filter (where kind = 'view') as views,
      count(*) filter (where kind = 'view' and coalesce(at - before > ${VISIT}, true)) as visits, count(*) filter (where kind = 'click') as clicks,
      0 as holds, 0 as hold_places, 0 as abandoned_holds
    from (
      select at, event_id, kind, lag(at) over (partition by visitor, event_id, kind order by at, id) as before
      from behaviour where kind in ('view', 'click') and event_id is not null and ${within(sql`at`, known)}
    ) b where ${within(sql`at`, range)} group by 1, 2`
}

/** Each hold once, by its token: repeating the request that made it notes it again. */
const holds = (range: Range) => sql`
  select hold_hash, (array_agg(session_id order by at, id))[1] as session_id, min(at) as at, max(until) as until, (array_agg(places order by at, id))[1] as places
  from behaviour where hold_hash is not null and ${within(sql`at`, { from: range.from && new Date(range.from.getTime() - LONGEST_HOLD_MS), until: range.until })} group by hold_hash`

function held(range: Range): SQL {
  return sql`
    select ${quarterOf(sql`h.at`)}, s.event_id, h.session_id, 0, 0, 0, count(*), sum(h.places), 0
    from (${holds(range)}) h join sessions s on s.id = h.session_id where ${within(sql`h.at`, range)} group by 1, 2, 3`
}

/** Counted when the hold ended, which is when it is known. One that was given up ends when it would have run out. */
function abandoned(range: Range): SQL {
  return sql`
    select ${quarterOf(sql`h.until`)}, s.event_id, h.session_id, 0, 0, 0, 0, 0, count(*)
    from (${holds(range)}) h join sessions s on s.id = h.session_id
    where ${within(sql`h.until`, range)} and h.until < now() and not exists (select 1 from orders o where o.hold_hash = h.hold_hash)
    group by 1, 2, 3`
}
