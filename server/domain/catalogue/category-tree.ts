import { sql } from 'drizzle-orm'
import type { Queryable, Transaction } from '#drizzle/database.ts'
import type { AdminCategory } from '#shared/api/catalogue-admin.ts'
import { bumpCatalogueVersion } from './catalogue-version.ts'

/** The whole tree as admins edit it: parents before children, siblings in their order, with the events right in each. One query. */
export async function readCategoryTree({ db }: { db: Queryable }): Promise<AdminCategory[]> {
  const rows = await db.execute<{ id: string, parent_id: string | null, slug: string, name_en: string, name_zh: string, depth: number, events: number }>(sql`
    with recursive tree as (
      select id, parent_id, slug, name_en, name_zh, 0 as depth, array[row(sort_order, slug)] as place, array[id] as path
      from categories where parent_id is null
      union all
      select c.id, c.parent_id, c.slug, c.name_en, c.name_zh, t.depth + 1, t.place || row(c.sort_order, c.slug), t.path || c.id
      from categories c join tree t on c.parent_id = t.id
      where not c.id = any(t.path)
    )
    select t.id, t.parent_id, t.slug, t.name_en, t.name_zh, t.depth, (select count(*)::int from events e where e.category_id = t.id) as events
    from tree t order by t.place`)
  return rows.map(row => ({ id: row.id, parentId: row.parent_id, slug: row.slug, name: { en: row.name_en, zh: row.name_zh }, depth: row.depth, events: row.events }))
}

/**
 * Everybody who changes the shape of the tree waits here for those before him: what is looked at afterwards (is there a circle, is it
 * empty) stays true until the transaction ends. Without it two moves that are fine alone could make a circle together.
 */
export async function holdTree(tx: Transaction): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended('category-tree', 0))`)
}

/** The category and all that lies below it. */
export async function subtreeOf(tx: Transaction, categoryId: string): Promise<Set<string>> {
  const rows = await tx.execute<{ id: string }>(sql`
    with recursive below as (
      select id from categories where id = ${categoryId}
      union
      select c.id from categories c join below b on c.parent_id = b.id
    )
    select id from below`)
  return new Set(rows.map(row => row.id))
}

/**
 * Leaves word that visitors see something else of every public event in these categories, in one statement however many there are;
 * and sees to it that pages with the tree alone are rendered anew.
 */
export async function tellVisitorsOfCategories(tx: Transaction, categoryIds: Iterable<string>): Promise<void> {
  await tx.execute(sql`
    insert into outbox (topic, key, payload)
    select 'catalogue.changed', e.id::text, jsonb_build_object('eventId', e.id)
    from events e
    where e.status in ('approved', 'cancelled', 'ended') and e.category_id = any(${`{${[...categoryIds].join(',')}}`}::text::uuid[])
    order by e.id`)
  await bumpCatalogueVersion(tx)
}
