import { and, asc, eq, isNull, ne, sql } from 'drizzle-orm'
import type { Database, Transaction } from '#drizzle/database.ts'
import { inTransaction } from '#drizzle/transaction.ts'
import { categories } from '#drizzle/schema/index.ts'
import { recordAudit } from '#server/domain/accounts/index.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import { theCategory } from './category-edits.ts'
import { handOverSlugs } from './former-slugs.ts'
import { bumpCatalogueVersion } from './catalogue-version.ts'
import { holdTree, subtreeOf, tellVisitorsOfCategories } from './category-tree.ts'

/** Where a category goes: under `parentId` (null: to the top), before its new sibling `beforeId` (null: last). */
export interface CategoryPlace { parentId: string | null, beforeId: string | null }

/** Moves a category with all that lies below it. @throws `not-found`, `category-circle` */
export async function moveCategory({ db }: { db: Database }, adminId: string, categoryId: string, place: CategoryPlace): Promise<void> {
  await inTransaction(db, async (tx) => {
    await holdTree(tx)
    const category = await theCategory(tx, categoryId)
    if (place.parentId) await theCategory(tx, place.parentId)
    const moved = await subtreeOf(tx, categoryId)
    if (place.parentId && moved.has(place.parentId)) throw new DomainError('category-circle')
    await tx.update(categories).set({ parentId: place.parentId }).where(eq(categories.id, categoryId))
    await orderSiblings(tx, categoryId, place)
    await recordAudit(tx, { actor: adminId, action: 'category.moved', subjectType: 'category', subjectId: categoryId, details: { from: category.parentId, to: place.parentId } })
    // Only its order among the others: no event is any different.
    if (category.parentId === place.parentId) await bumpCatalogueVersion(tx)
    else await tellVisitorsOfCategories(tx, moved)
  })
}

/** Numbers the siblings anew, with the category in its place among them. */
async function orderSiblings(tx: Transaction, categoryId: string, { parentId, beforeId }: CategoryPlace): Promise<void> {
  const siblings = await tx.select({ id: categories.id }).from(categories)
    .where(and(parentId ? eq(categories.parentId, parentId) : isNull(categories.parentId), ne(categories.id, categoryId)))
    .orderBy(asc(categories.sortOrder), asc(categories.slug))
  const ids = siblings.map(sibling => sibling.id)
  const at = beforeId === null ? ids.length : ids.indexOf(beforeId)
  // Somebody has just moved the one it was to stand before.
  if (at < 0) throw new DomainError('not-found')
  ids.splice(at, 0, categoryId)
  await tx.execute(sql`
    update categories c set sort_order = o.place - 1
    from unnest(${`{${ids.join(',')}}`}::text::uuid[]) with ordinality as o(id, place)
    where c.id = o.id`)
}

/**
 * Makes one category of two: events and children of the first go into the second, and the first is no more; its addresses
 * lead to the second. Documents that name it
 * name the second from then on, so that no publisher finds a difference that he did not make.
 * @returns how many events and children went over @throws `not-found`, `category-circle`
 */
export async function mergeCategory({ db }: { db: Database }, adminId: string, categoryId: string, intoId: string): Promise<{ events: number, children: number }> {
  return await inTransaction(db, async (tx) => {
    await holdTree(tx)
    const category = await theCategory(tx, categoryId)
    await theCategory(tx, intoId)
    const gone = await subtreeOf(tx, categoryId)
    if (gone.has(intoId)) throw new DomainError('category-circle')
    await tellVisitorsOfCategories(tx, gone)
    const events = await countOf(tx, sql`with moved as (update events set category_id = ${intoId} where category_id = ${categoryId} returning 1) select count(*)::int as n from moved`)
    await renameInDocuments(tx, categoryId, intoId)
    const children = await countOf(tx, sql`
      with last as (select coalesce(max(sort_order) + 1, 0) as place from categories where parent_id = ${intoId}),
      moved as (update categories set parent_id = ${intoId}, sort_order = (select place from last) + sort_order where parent_id = ${categoryId} returning 1)
      select count(*)::int as n from moved`)
    await handOverSlugs(tx, category, intoId)
    await tx.delete(categories).where(eq(categories.id, categoryId))
    await recordAudit(tx, { actor: adminId, action: 'category.merged', subjectType: 'category', subjectId: categoryId, details: { slug: category.slug, into: intoId, events, children } })
    return { events, children }
  })
}

async function countOf(tx: Transaction, query: ReturnType<typeof sql>): Promise<number> {
  const [row] = await tx.execute<{ n: number }>(query)
  return row!.n
}

async function renameInDocuments(tx: Transaction, from: string, to: string): Promise<void> {
  const id = sql`to_jsonb(${to}::text)`
  await tx.execute(sql`update event_drafts set document = jsonb_set(document, '{categoryId}', ${id}) where document ->> 'categoryId' = ${from}::text`)
  await tx.execute(sql`update events set approved_document = jsonb_set(approved_document, '{categoryId}', ${id}) where approved_document ->> 'categoryId' = ${from}::text`)
  await tx.execute(sql`update submissions set document = jsonb_set(document, '{categoryId}', ${id}) where state = 'pending' and document ->> 'categoryId' = ${from}::text`)
  await tx.execute(sql`update submissions set base = jsonb_set(base, '{categoryId}', ${id}) where state = 'pending' and base ->> 'categoryId' = ${from}::text`)
}
