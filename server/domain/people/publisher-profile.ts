import { eq, like, sql } from 'drizzle-orm'
import type { Database, Queryable, Transaction } from '#drizzle/database.ts'
import { inTransaction } from '#drizzle/transaction.ts'
import { publishers } from '#drizzle/schema/index.ts'
import { recordAudit } from '#server/domain/accounts/index.ts'
import { bumpCatalogueVersion } from '#server/domain/catalogue/index.ts'
import type { PublisherProfile, PublisherProfileInput } from '#shared/api/publishing.ts'
import type { LocalText } from '#shared/text/local-text.ts'
import { keyFor } from '#shared/seating/plan-draft.ts'

/** The public page of a publisher as he edits it; null where he has none yet. */
export async function readPublisherProfile({ db }: { db: Queryable }, userId: string): Promise<PublisherProfile | null> {
  const [row] = await db.select().from(publishers).where(eq(publishers.userId, userId))
  return row ? { slug: row.slug, name: { en: row.nameEn, zh: row.nameZh }, about: { en: row.aboutEn, zh: row.aboutZh }, website: row.website } : null
}

/** Writes the page. Its address is made of the first name it has, and stays. */
export async function savePublisherProfile({ db }: { db: Database }, userId: string, input: PublisherProfileInput): Promise<PublisherProfile> {
  await inTransaction(db, async (tx) => {
    // Two tabs that save the first time: one makes the page, the other changes it.
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`publisher:${userId}`}, 0))`)
    const columns = { nameEn: input.name.en, nameZh: input.name.zh, aboutEn: input.about.en, aboutZh: input.about.zh, website: input.website }
    const changed = await tx.update(publishers).set(columns).where(eq(publishers.userId, userId)).returning({ userId: publishers.userId })
    if (changed.length === 0) await tx.insert(publishers).values({ userId, slug: await freeSlug(tx, input.name), ...columns })
    await recordAudit(tx, { actor: userId, action: 'publisher.changed', subjectType: 'user', subjectId: userId })
    // Events are found by who puts them on: under the new name too.
    await tx.execute(sql`
      insert into outbox (topic, key, payload)
      select 'catalogue.changed', e.id::text, jsonb_build_object('eventId', e.id) from events e where e.created_by = ${userId} and e.status = 'approved'`)
    await bumpCatalogueVersion(tx)
  })
  return (await readPublisherProfile({ db }, userId))!
}

/** Gives somebody who became a publisher his page, unless he has one from before. */
export async function openPublisherPage(tx: Transaction, userId: string, page: { name: LocalText, website: string | null }): Promise<void> {
  await tx.insert(publishers)
    .values({ userId, slug: await freeSlug(tx, page.name), nameEn: page.name.en, nameZh: page.name.zh, website: page.website })
    .onConflictDoNothing({ target: publishers.userId })
}

async function freeSlug(tx: Transaction, name: LocalText): Promise<string> {
  const base = keyFor(name.en, 'publisher', new Set())
  // Those of one name wait for each other, so that each sees the addresses that the others took.
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`publisher-slug:${base}`}, 0))`)
  const taken = await tx.select({ slug: publishers.slug }).from(publishers).where(like(publishers.slug, `${base}%`))
  return keyFor(name.en, 'publisher', new Set(taken.map(row => row.slug)))
}
