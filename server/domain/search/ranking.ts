import { type SQL, sql } from 'drizzle-orm'
import type { SearchOrder } from './cursor.ts'
import type { TextAsked } from './understand.ts'

/**
 * How well an event fits the words, from 3 to 0: the words one behind the other in its name; all of them in its name; all of them in its name,
 * who plays, who invites and where; anywhere else. On `event_search` under the name `t`.
 */
export function fitness(t: SQL, { phraseInName, inName, inNames }: TextAsked): SQL {
  return sql`case when ${t}.names @@ ${phraseInName}::tsquery then 3 when ${t}.names @@ ${inName}::tsquery then 2 when ${t}.names @@ ${inNames}::tsquery then 1 else 0 end`
}

/**
 * The first sort key behind "what is over comes last"; smaller comes first. The next one is the start.
 *
 * `relevance` is minus the sum of: twice the fitness (0, 2, 4 or 6); 1.5 for tonight, half of it for what is a month away, a tenth for nine
 * months, so that soon never outweighs a better fit; and a thousandth for each point of the editors' rank, as a tie-break.
 * @param fit the fitness, where words were asked for
 */
export function firstKey(s: SQL, order: SearchOrder, asOf: string, fit: SQL | null): SQL {
  if (order === 'soon') return sql`0`
  if (order === 'price') return sql`${s}.by_price`
  if (order === 'newest') return sql`${s}.by_age`
  if (order === 'featured' || !fit) return sql`${s}.by_rank`
  const days = sql`(abs(extract(epoch from ${s}.starts_at - ${asOf}::timestamptz)) / 86400)::float8`
  return sql`-(2 * ${fit} + 1.5 / (1 + ${days} / 30) - 0.001 * ${s}.by_rank)`
}
