import { sql } from 'drizzle-orm'
import type { Queryable } from '#drizzle/database.ts'
import type { Category } from '#shared/api/catalogue.ts'

/** The category tree as a flat list, parents before children, with the events to come in each subtree. One query. */
export async function listCategories({ db }: { db: Queryable }): Promise<Category[]> {
  const rows = await db.execute<{ id: string, slug: string, parent_slug: string | null, name_en: string, name_zh: string, event_count: number, former_slugs: string[] }>(sql`
    with recursive tree as (
      select id, slug, null::text as parent_slug, name_en, name_zh, array[sort_order] as place, array[id] as path
      from categories where parent_id is null
      union all
      select c.id, c.slug, t.slug, c.name_en, c.name_zh, t.place || c.sort_order, t.path || c.id
      from categories c join tree t on c.parent_id = t.id
      where not c.id = any(t.path)
    ), direct as (
      select e.category_id, count(*) as events from events e
      where e.status = 'approved' and exists (select 1 from sessions s where s.event_id = e.id and s.ends_at > now())
      group by e.category_id
    )
    select t.id, t.slug, t.parent_slug, t.name_en, t.name_zh, (
      select coalesce(sum(d.events), 0)::int from tree below join direct d on d.category_id = below.id where t.id = any(below.path)
    ) as event_count,
    array(select f.slug from former_category_slugs f where f.category_id = t.id order by f.slug) as former_slugs
    from tree t order by t.place, t.slug`)
  return rows.map(row => ({ id: row.id, slug: row.slug, parentSlug: row.parent_slug, name: { en: row.name_en, zh: row.name_zh }, eventCount: row.event_count, formerSlugs: row.former_slugs }))
}
