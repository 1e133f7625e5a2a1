import { type SQL, sql } from 'drizzle-orm'

/**
 * A query of the places that allotments keep now and that nobody has bought out of them: `session_id`, `seat_index` or `area_key`,
 * `places`. By the clock of the database, swept or not. `asked` is an array of session ids.
 */
export function keptPlaces(asked: SQL): SQL {
  const isLive = sql`a.released_at is null and coalesce(a.releases_at > now(), true)`
  return sql`
    select k.session_id, k.seat_index, null::text as area_key, 1 as places
    from seat_allotments k join allotments a on a.id = k.allotment_id and ${isLive}
    where k.session_id = any(${asked}) and not exists (
      select 1 from claims c join orders o on o.id = c.order_id
      where c.session_id = k.session_id and c.seat_index = k.seat_index and (c.state = 'sold' or (c.state = 'pending' and o.expires_at > now())))
    union all
    select k.session_id, null::int, k.area_key, k.quantity - k.used
    from standing_allotments k join allotments a on a.id = k.allotment_id and ${isLive}
    where k.session_id = any(${asked}) and k.quantity > k.used`
}
