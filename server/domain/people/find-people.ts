import { type SQL, and, desc, eq, ilike, isNotNull, isNull, like, or, sql } from 'drizzle-orm'
import type { Queryable } from '#drizzle/database.ts'
import { users } from '#drizzle/schema/index.ts'
import type { PeopleReply } from '#shared/api/people.ts'
import { likePattern } from '#shared/text/like-pattern.ts'
import { decodePosition, encodePosition } from './page.ts'
import { BESIDE, PERSON_COLUMNS, personRow } from './person-views.ts'

const DEFAULT_LIMIT = 50

export interface PeopleWish { q?: string, role?: 'customer' | 'publisher' | 'admin', state?: 'active' | 'disabled' | 'erased', cursor?: string, limit?: number }

/** Accounts, the newest first, a page at a time. One query. @throws `invalid-input` for a broken cursor */
export async function findPeople({ db }: { db: Queryable }, wish: PeopleWish): Promise<PeopleReply> {
  const limit = wish.limit ?? DEFAULT_LIMIT
  const rows = await db.select({ ...PERSON_COLUMNS, ...BESIDE }).from(users)
    .where(and(wish.q ? isMeant(wish.q) : undefined, wish.role && eq(users.role, wish.role), wish.state && isIn(wish.state), wish.cursor ? after(wish.cursor) : undefined))
    // To the millisecond, as the cursor says it; ids of one millisecond keep their order.
    .orderBy(desc(madeAt), desc(users.id)).limit(limit + 1)
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  return { people: page.map(personRow), nextCursor: last && rows.length > limit ? encodePosition({ at: last.createdAt, id: last.id }) : null }
}

const madeAt = sql`date_trunc('milliseconds', ${users.createdAt})`

function after(cursor: string): SQL {
  const { at, id } = decodePosition(cursor)
  return sql`(${madeAt}, ${users.id}) < (${at.toISOString()}::timestamptz, ${id}::uuid)`
}

/** An id, the digits of a phone, or a part of a name or e-mail. `%` and `_` are letters like others (V-16). */
function isMeant(q: string): SQL | undefined {
  if (/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(q)) return eq(users.id, q.toLowerCase())
  const pattern = likePattern(q)
  const digits = q.replaceAll(/[\s().-]/g, '')
  return or(ilike(users.email, pattern), ilike(users.displayName, pattern), /^\+?\d{4,}$/.test(digits) ? like(users.phone, `%${digits}%`) : undefined)
}

function isIn(state: 'active' | 'disabled' | 'erased'): SQL | undefined {
  if (state === 'erased') return isNotNull(users.erasedAt)
  return and(isNull(users.erasedAt), state === 'disabled' ? isNotNull(users.disabledAt) : isNull(users.disabledAt))
}
