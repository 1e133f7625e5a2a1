import { sql } from 'drizzle-orm'
import type { Database } from '#drizzle/database.ts'

/** So many customers who asked for tips by mail, living by this clock. Each tenth has ended it again; each tenth, another one, never asked. */
export async function givenTipsReaders(db: Database, count: number, timeZone: string): Promise<void> {
  await db.execute(sql`
    insert into users (id, email, email_verified_at, display_name, locale, time_zone)
    select gen_random_uuid(), 'reader-' || n || '@example.org', now(), 'Reader', case when n % 2 = 0 then 'zh' else 'en' end::locale, ${timeZone} from generate_series(1, ${count}::int) n`)
  await db.execute(sql`
    insert into notification_choices (user_id, kind, channel, is_wanted)
    select id, 'show-tips', 'mail', split_part(split_part(email, '-', 2), '@', 1)::int % 10 <> 1 from users
    where email like 'reader-%' and split_part(split_part(email, '-', 2), '@', 1)::int % 10 <> 2`)
}

/** A zone in which it is about noon now: nobody there waits for the morning. */
export function noonZone(now = new Date()): string {
  const away = 12 - now.getUTCHours()
  // In these names plus is west.
  return away === 0 ? 'Etc/UTC' : `Etc/GMT${away > 0 ? '-' : '+'}${Math.abs(away)}`
}

/** A zone in which it is about two at night now. */
export function nightZone(now = new Date()): string {
  const away = (2 - now.getUTCHours() + 36) % 24 - 12
  return away === 0 ? 'Etc/UTC' : `Etc/GMT${away > 0 ? '-' : '+'}${Math.abs(away)}`
}
