import { sql } from 'drizzle-orm'

/** Places of a session `s` in a hall with the plan `p`: seats that are not off sale, and standing places as they are counted now. */
export const CAPACITY = sql`(p.seat_count - cardinality(s.off_sale_seats) + coalesce((select sum(st.capacity) from standing_stock st where st.session_id = s.id), p.standing_capacity))`
