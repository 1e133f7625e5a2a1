import { sql } from 'drizzle-orm'
import { index, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import type { ApiScope } from '#shared/api/api-tokens.ts'
import { users } from './accounts.ts'
import { createdAt, id, instant } from './columns.ts'

/** What programs of a publisher or an admin act with. Of the token itself only the SHA-256 is kept. */
export const apiTokens = pgTable('api_tokens', {
  id: id(),
  userId: uuid('user_id').notNull().references(() => users.id, { onDelete: 'cascade' }),
  name: text('name').notNull(),
  tokenHash: text('token_hash').notNull(),
  /** Its last letters, by which people know it again. */
  ending: text('ending').notNull(),
  scopes: text('scopes').array().$type<ApiScope[]>().notNull(),
  /** When its maker had shown the second factor; null where the house did not ask for one. */
  secondFactorAt: instant('second_factor_at'),
  createdAt: createdAt(),
  expiresAt: instant('expires_at').notNull(),
  /** Written at most once a minute. */
  lastUsedAt: instant('last_used_at'),
  revokedAt: instant('revoked_at')
}, t => [uniqueIndex('api_tokens_hash_unique').on(t.tokenHash), index('api_tokens_user').on(t.userId).where(sql`${t.revokedAt} is null`)])
