import { sql } from 'drizzle-orm'
import type { Database } from '#drizzle/database.ts'
import { queueRun } from '#server/domain/runs/index.ts'

/** Begun at a time; more follow in the next round. */
const AT_ONCE = 200

/**
 * Wants a run for each session that begins in a day, at a decent hour of its venue's day. A session that is moved gets another one
 * for its new time; one that is called off gets none.
 */
export async function planEventReminders({ db }: { db: Database }): Promise<void> {
  const due = await db.execute<{ id: string, starts_at: string, seconds: string }>(sql`
    select s.id, s.starts_at, extract(epoch from s.starts_at)::bigint::text as seconds
    from sessions s join events e on e.id = s.event_id join venues v on v.id = s.venue_id
    cross join lateral (select (s.starts_at - interval '24 hours') at time zone v.time_zone as day_before, now() at time zone v.time_zone as now_there) local
    where s.status = 'scheduled' and e.status = 'approved' and s.starts_at > now() and s.starts_at < now() + interval '30 hours'
      and now_there >= least(greatest(day_before, date_trunc('day', day_before) + interval '9 hours'), date_trunc('day', day_before) + interval '20 hours')
      and (extract(hour from now_there) between 8 and 21 or s.starts_at < now() + interval '8 hours')
      and not exists (select 1 from job_runs r where r.run_key = 'event-reminder:' || s.id || ':' || extract(epoch from s.starts_at)::bigint)
      and exists (select 1 from tickets t where t.session_id = s.id and t.state = 'valid')
    order by s.starts_at limit ${AT_ONCE}`)
  for (const { id, starts_at: startsAt, seconds } of due) {
    await queueRun(db, { job: 'event-reminder', runKey: `event-reminder:${id}:${seconds}`, params: { sessionId: id, startsAt: new Date(startsAt).toISOString() } })
  }
}
