import { eq, isNull, sql } from 'drizzle-orm'
import type { Database, Transaction } from '#drizzle/database.ts'
import { inTransaction, violatedConstraint } from '#drizzle/transaction.ts'
import { categories } from '#drizzle/schema/index.ts'
import { recordAudit } from '#server/domain/accounts/index.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import type { LocalText } from '#shared/text/local-text.ts'
import { keepFormerSlug, takeSlug } from './former-slugs.ts'
import { bumpCatalogueVersion } from './catalogue-version.ts'
import { holdTree, subtreeOf, tellVisitorsOfCategories } from './category-tree.ts'

const SLUG_UNIQUE = 'categories_slug_unique'

/** A new category, last among its siblings. @throws `not-found` for the parent, `slug-taken` */
export async function addCategory({ db }: { db: Database }, adminId: string, input: { name: LocalText, slug: string, parentId: string | null }): Promise<{ id: string }> {
  return await withFreeSlug(() => inTransaction(db, async (tx) => {
    await holdTree(tx)
    if (input.parentId) await theCategory(tx, input.parentId)
    await takeSlug(tx, input.slug)
    const [last] = await tx.select({ order: sql<number>`coalesce(max(${categories.sortOrder}) + 1, 0)::int` }).from(categories)
      .where(input.parentId ? eq(categories.parentId, input.parentId) : isNull(categories.parentId))
    const [made] = await tx.insert(categories)
      .values({ slug: input.slug, parentId: input.parentId, nameEn: input.name.en, nameZh: input.name.zh, sortOrder: last!.order }).returning({ id: categories.id })
    await recordAudit(tx, { actor: adminId, action: 'category.added', subjectType: 'category', subjectId: made!.id, details: { slug: input.slug } })
    await bumpCatalogueVersion(tx)
    return made!
  }))
}

/** Changes names or address; visitors are told of all events below, and the old address leads to the new one. @throws `not-found`, `slug-taken` */
export async function changeCategory({ db }: { db: Database }, adminId: string, categoryId: string, change: { name?: LocalText, slug?: string }): Promise<void> {
  await withFreeSlug(() => inTransaction(db, async (tx) => {
    await holdTree(tx)
    const before = await theCategory(tx, categoryId)
    const after = { slug: change.slug ?? before.slug, nameEn: change.name?.en ?? before.nameEn, nameZh: change.name?.zh ?? before.nameZh }
    if (after.slug === before.slug && after.nameEn === before.nameEn && after.nameZh === before.nameZh) return
    await tx.update(categories).set(after).where(eq(categories.id, categoryId))
    if (after.slug !== before.slug) {
      await takeSlug(tx, after.slug)
      await keepFormerSlug(tx, before.slug, categoryId)
    }
    await recordAudit(tx, { actor: adminId, action: 'category.changed', subjectType: 'category', subjectId: categoryId, details: { before: { slug: before.slug, nameEn: before.nameEn, nameZh: before.nameZh }, after } })
    await tellVisitorsOfCategories(tx, await subtreeOf(tx, categoryId))
  }))
}

/** Deletes a category that holds nothing: no events, no categories, no draft that names it. @throws `not-found`, `category-in-use` */
export async function removeCategory({ db }: { db: Database }, adminId: string, categoryId: string): Promise<void> {
  await inTransaction(db, async (tx) => {
    await holdTree(tx)
    const category = await theCategory(tx, categoryId)
    const [use] = await tx.execute<{ is_used: boolean }>(sql`
      select exists (select 1 from events where category_id = ${categoryId})
        or exists (select 1 from categories where parent_id = ${categoryId})
        or exists (select 1 from event_drafts where document ->> 'categoryId' = ${categoryId}::text)
        or exists (select 1 from submissions where state = 'pending' and document ->> 'categoryId' = ${categoryId}::text) as is_used`)
    if (use!.is_used) throw new DomainError('category-in-use')
    await tx.delete(categories).where(eq(categories.id, categoryId))
    await recordAudit(tx, { actor: adminId, action: 'category.deleted', subjectType: 'category', subjectId: categoryId, details: { slug: category.slug, nameEn: category.nameEn } })
    await bumpCatalogueVersion(tx)
  })
}

/** The category, locked. @throws `not-found` */
export async function theCategory(tx: Transaction, categoryId: string): Promise<typeof categories.$inferSelect> {
  const [category] = await tx.select().from(categories).where(eq(categories.id, categoryId)).for('update')
  if (!category) throw new DomainError('not-found')
  return category
}

async function withFreeSlug<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (violatedConstraint(error) === SLUG_UNIQUE) throw new DomainError('slug-taken')
    throw error
  }
}
