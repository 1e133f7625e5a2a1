import { eq } from 'drizzle-orm'
import type { Transaction } from '#drizzle/database.ts'
import { formerCategorySlugs } from '#drizzle/schema/index.ts'

/** A category is found by this address now, so no other is by an older right. */
export async function takeSlug(tx: Transaction, slug: string): Promise<void> {
  await tx.delete(formerCategorySlugs).where(eq(formerCategorySlugs.slug, slug))
}

/** What had this address is found by it still. */
export async function keepFormerSlug(tx: Transaction, slug: string, categoryId: string): Promise<void> {
  await tx.insert(formerCategorySlugs).values({ slug, categoryId }).onConflictDoUpdate({ target: formerCategorySlugs.slug, set: { categoryId } })
}

/** All addresses of a category that ends lead to another from then on. */
export async function handOverSlugs(tx: Transaction, category: { id: string, slug: string }, intoId: string): Promise<void> {
  await tx.update(formerCategorySlugs).set({ categoryId: intoId }).where(eq(formerCategorySlugs.categoryId, category.id))
  await keepFormerSlug(tx, category.slug, intoId)
}
