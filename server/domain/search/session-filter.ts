import { type SQL, sql } from 'drizzle-orm'
import { fractionDigits } from '#shared/money/money.ts'
import { type Days, type When, daysOf } from './days.ts'
import { texts, uuids } from './sql.ts'
import type { Surroundings } from './surroundings.ts'

/** What one session must be. Ids and keys are looked up already: an empty list finds nothing. */
export interface SessionFilter {
  /** tsquery that the event must match. Without it only what is to come is looked at. */
  match?: string
  /** Where the words are looked for. */
  within?: 'words' | 'names'
  category?: readonly string[]
  city?: readonly string[]
  venue?: readonly string[]
  publisher?: readonly string[]
  when?: When | Days
  /** Of the cheapest ticket of the session, in whole units. */
  price?: { currency: string, min?: number, max?: number }
  available?: true
}

/** A filter that can be taken away by itself. */
export type FilterName = Exclude<keyof SessionFilter, 'match' | 'within'>

/** The conditions on `session_search` under the name `s`. Those of the event are the same for all its sessions. */
export function conditionsOn(s: SQL, filter: SessionFilter, zones: Surroundings['zones']): { ofSession: SQL, ofEvent: SQL } {
  const ofEvent = [sql`true`]
  if (filter.category) ofEvent.push(sql`${s}.category_id = any(${uuids(filter.category)})`)
  if (filter.publisher) ofEvent.push(sql`${s}.publisher_id = any(${uuids(filter.publisher)})`)
  const ofSession = [filter.match === undefined ? sql`not ${s}.is_over and ${s}.ends_at > now()` : sql`true`]
  if (filter.city) ofSession.push(sql`${s}.city = any(${texts(filter.city)})`)
  if (filter.venue) ofSession.push(sql`${s}.venue_id = any(${uuids(filter.venue)})`)
  if (filter.when) ofSession.push(sql`${s}.ends_at > now() and ${isOn(s, filter.when, zones)}`)
  if (filter.price) {
    ofSession.push(sql`${s}.currency = ${filter.price.currency}`)
    const unit = 10 ** fractionDigits(filter.price.currency)
    if (filter.price.min !== undefined) ofSession.push(sql`${s}.price_minor >= ${filter.price.min * unit}::bigint`)
    if (filter.price.max !== undefined) ofSession.push(sql`${s}.price_minor <= ${filter.price.max * unit}::bigint`)
  }
  if (filter.available) ofSession.push(isAvailable(s))
  return { ofSession: sql.join(ofSession, sql` and `), ofEvent: sql.join(ofEvent, sql` and `) }
}

/** The join of `event_search` to sessions under the name `s`, where words are asked for. Looked up first (`offset 0`), not session by session. */
export function withWords({ match, within = 'words' }: SessionFilter): SQL {
  return match === undefined ? sql.raw('') : sql`join (select event_id from event_search where ${sql.raw(within)} @@ ${match}::tsquery offset 0) t on t.event_id = s.event_id`
}

/** What can be bought now, as far as the last count knows. */
export function isAvailable(s: SQL): SQL {
  return sql`(${s}.has_places and not ${s}.is_cancelled and ${s}.sale_starts_at <= now() and ${s}.sale_ends_at > now() and ${s}.ends_at > now())`
}

/** Today is another day in Tokyo than in Los Angeles: one condition for each day that zones with venues have now, two at most. */
export function isOn(s: SQL, when: When | Days, zones: Surroundings['zones']): SQL {
  const within = ({ from, to }: Days) => sql`(${s}.first_day <= ${to}::date and ${s}.last_day >= ${from}::date)`
  if (typeof when === 'object') return within(when)
  const byToday = Map.groupBy(zones, zone => zone.today)
  if (byToday.size === 0) return sql`false`
  if (byToday.size === 1) return within(daysOf(when, zones[0]!.today))
  return sql`(${sql.join([...byToday].map(([today, there]) => sql`(${s}.time_zone = any(${texts(there.map(zone => zone.timeZone))}) and ${within(daysOf(when, today))})`), sql` or `)})`
}
