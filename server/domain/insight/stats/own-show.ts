import { sql } from 'drizzle-orm'
import type { Queryable } from '#drizzle/database.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import type { Asker } from './scope.ts'

export interface OwnEvent { id: string, slug: string, name: { en: string, zh: string }, categoryId: string | null }

/** The event, if it is the asker's to see. Throws `not-found` for other people's and for none alike (Z-03). */
export async function ownEvent(db: Queryable, asker: Asker, eventId: string): Promise<OwnEvent> {
  const [row] = await db.execute<{ id: string, slug: string, name_en: string, name_zh: string, category_id: string | null }>(sql`
    select id, slug, name_en, name_zh, category_id from events where id = ${eventId} and ${asker.role === 'admin' ? sql`true` : sql`created_by = ${asker.userId}`}`)
  if (!row) throw new DomainError('not-found')
  return { id: row.id, slug: row.slug, name: { en: row.name_en, zh: row.name_zh }, categoryId: row.category_id }
}
