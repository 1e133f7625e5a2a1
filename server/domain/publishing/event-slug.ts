import { randomInt } from 'node:crypto'
import { eq } from 'drizzle-orm'
import type { Transaction } from '#drizzle/database.ts'
import { events } from '#drizzle/schema/index.ts'
import { violatedConstraint } from '#drizzle/transaction.ts'

const MAX_SLUG = 80

/** Words of letters and digits with dashes between them: `Winter Letters: Live!` as `winter-letters-live`. Empty where there are none. */
export function slugOf(name: string): string {
  const words = name.normalize('NFKD').replace(/\p{M}+/gu, '').normalize('NFC').toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []
  let slug = ''
  for (const word of words) {
    if (slug && slug.length + 1 + word.length > MAX_SLUG) break
    slug = (slug ? `${slug}-${word}` : word).slice(0, MAX_SLUG)
  }
  return slug
}

/**
 * Gives the event an address that no other has, made of its name. The first approval does so, and it never changes: links stay good.
 * Of two of one name that are approved at the same moment the second gets some letters behind it.
 */
export async function giveSlug(tx: Transaction, eventId: string, name: { en: string, zh: string }): Promise<string> {
  const plain = slugOf(name.en) || slugOf(name.zh) || 'event'
  for (let slug = plain; ; slug = `${plain}-${randomInt(36 ** 4).toString(36).padStart(4, '0')}`) {
    try {
      await tx.transaction(own => own.update(events).set({ slug }).where(eq(events.id, eventId)))
      return slug
    } catch (error) {
      if (violatedConstraint(error) !== 'events_slug_unique') throw error
    }
  }
}
