import { createHmac } from 'node:crypto'
import { eq } from 'drizzle-orm'
import type { Queryable } from '#drizzle/database.ts'
import { users } from '#drizzle/schema/index.ts'
import { samePerson } from '#shared/text/same-person.ts'

/** One person for the limit of a session, in every browser and however he writes his address. */
export interface Person {
  /** `user:<id>`, `email:<address>` of a guest, or `guest-list:<id>`, which no limit counts. */
  personKey: string
  /** Of the address of his account, or of the one that a guest gave; null where there is none. */
  personEmailHash: string | null
}

/** What is known of a person by his address: keyed, so that nobody who sees the database can try addresses. */
export function personEmailHash(key: Buffer, address: string): string {
  return createHmac('sha256', key).update(`person\n${samePerson(address)}`).digest('base64url')
}

/** Who somebody is for the limit: an account by its own address, wherever tickets go; a guest by the one that he gave. */
export async function personBehind(db: Queryable, key: Buffer, who: { userId: string | null, email: string }): Promise<Person> {
  if (!who.userId) return { personKey: `email:${who.email}`, personEmailHash: personEmailHash(key, who.email) }
  const [user] = await db.select({ email: users.email }).from(users).where(eq(users.id, who.userId))
  return { personKey: `user:${who.userId}`, personEmailHash: user?.email ? personEmailHash(key, user.email) : null }
}
