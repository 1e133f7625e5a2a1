import { type SQL, sql } from 'drizzle-orm'
import { orderWords, orders } from '#drizzle/schema/index.ts'

/** More than these say nothing more about whom somebody means. */
const WORDS = 6
/** An order's number as people say it: in any case, with or without its beginning and its dashes. */
const NUMBER = /^(?:FY)?[\s-]*([\dA-HJKMNP-TV-Z]{4})[\s-]*([\dA-HJKMNP-TV-Z]{4})$/

/** The reference that somebody means, for example `FY-7K3M-QX9D` by `7k3m qx9d`; null where these words are none. */
export function asReference(words: string): string | null {
  const found = NUMBER.exec(words.trim().toUpperCase())
  return found ? `FY-${found[1]}-${found[2]}` : null
}

/** Words as a query of PostgreSQL: each begins a word of the other side. Quoted, so that nothing in them is an operator (V-16). */
export function asPrefixes(words: string): string {
  return words.split(/\s+/).filter(Boolean).slice(0, WORDS).map(word => `'${word.replaceAll(/['\\]/g, String.raw`\$&`)}':*`).join(' & ')
}

/** Orders that these words mean: by their number where they are one, else by whoever bought. By an index either way. */
export function isMeant(words: string): SQL | undefined {
  const prefixes = asPrefixes(words)
  if (!prefixes) return undefined
  // Small letters by PostgreSQL, as in the index: it and JavaScript do not agree on those of all languages.
  const byWords = sql`${orderWords(orders.contactName, orders.contactEmail)} @@ lower(${prefixes})::tsquery`
  const reference = asReference(words)
  return reference ? sql`(${orders.reference} = ${reference} or ${byWords})` : byWords
}
