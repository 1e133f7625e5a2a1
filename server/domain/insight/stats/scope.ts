import { type SQL, sql } from 'drizzle-orm'
import type { Queryable } from '#drizzle/database.ts'
import type { Principal } from '#server/domain/accounts/index.ts'
import { DomainError } from '#shared/errors/domain-error.ts'

/** Who asks: an admin about the whole house, a publisher about his own events. */
export type Asker = Pick<Principal, 'userId' | 'role'>

/** A part of what he may see. */
export interface Part { event?: string, session?: string, category?: string, venue?: string, publisher?: string }

/** Throws `not-found` where an event or session is named that is not the asker's to see (Z-03). */
export async function requirePart(db: Queryable, asker: Asker, { event, session }: Part): Promise<void> {
  if (!event && !session) return
  const isOwn = asker.role === 'admin' ? sql`true` : sql`e.created_by = ${asker.userId}`
  const [row] = await db.execute<{ is_seen: boolean }>(sql`
    select (${event ? sql`exists (select 1 from events e where e.id = ${event} and ${isOwn})` : sql`true`})
      and (${session ? sql`exists (select 1 from sessions s join events e on e.id = s.event_id where s.id = ${session} and ${isOwn})` : sql`true`}) as is_seen`)
  if (!row!.is_seen) throw new DomainError('not-found')
}

/** What must hold of a session `s` of an event `e`, so that the asker may see it and asked for it. Null: all are meant. */
export function partOf(asker: Asker, part: Part): SQL | null {
  const { event, session, category, venue } = part
  // Whoever asks for another's gets what is both: nothing.
  const publishers = [...asker.role === 'admin' ? [] : [asker.userId], ...part.publisher ? [part.publisher] : []]
  const conditions = [
    ...publishers.map(id => sql`e.created_by = ${id}`),
    ...event ? [sql`e.id = ${event}`] : [],
    ...session ? [sql`s.id = ${session}`] : [],
    ...venue ? [sql`s.venue_id = ${venue}`] : [],
    ...category ? [sql`e.category_id in (with recursive below as (select ${category}::uuid as id union select c.id from categories c join below b on c.parent_id = b.id) select id from below)`] : []
  ]
  return conditions.length === 0 ? null : sql.join(conditions, sql` and `)
}

/** The same as a condition on the column of a session's id. */
export function ofPart(column: SQL, asker: Asker, part: Part): SQL {
  const condition = partOf(asker, part)
  return condition ? sql`${column} in (select s.id from sessions s join events e on e.id = s.event_id where ${condition})` : sql`true`
}
