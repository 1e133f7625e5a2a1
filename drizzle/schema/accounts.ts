import { sql } from 'drizzle-orm'
import { bigserial, check, index, integer, jsonb, pgEnum, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { createdAt, id, instant } from './columns.ts'

export const userRole = pgEnum('user_role', ['customer', 'publisher', 'admin'])
export const locale = pgEnum('locale', ['en', 'zh'])

/** Somebody with an account. Guests have none: their orders carry an e-mail and a secret instead. */
export const users = pgTable('users', {
  id: id(),
  role: userRole('role').notNull().default('customer'),
  /** Lower case, trimmed. Unique among accounts. Null with `phone` null: somebody who came by an identity provider that told none. */
  email: text('email'),
  /** E.164. Unique among accounts. */
  phone: text('phone'),
  displayName: text('display_name').notNull(),
  locale: locale('locale').notNull().default('en'),
  /** IANA zone of the browser that he last chose his news with: nobody is written to at night. Null: not known. */
  timeZone: text('time_zone'),
  avatarUrl: text('avatar_url'),
  /** PHC string ($argon2id$...), null for accounts that only sign in elsewhere. */
  passwordHash: text('password_hash'),
  emailVerifiedAt: instant('email_verified_at'),
  phoneVerifiedAt: instant('phone_verified_at'),
  /** The own picture, re-encoded by us; `avatarUrl` is where it is served. */
  avatarImageId: uuid('avatar_image_id'),
  /** Personal data are gone; what the law wants kept stays under this id. */
  erasedAt: instant('erased_at'),
  disabledAt: instant('disabled_at'),
  /** Brought by an import, and nobody has proven to be its owner yet: whoever proves an address of it first has it, and what he has not proven goes. */
  unclaimedSince: instant('unclaimed_since'),
  createdAt: createdAt()
}, t => [
  uniqueIndex('users_email_unique').on(t.email),
  uniqueIndex('users_phone_unique').on(t.phone),
  check('users_email_lowercase', sql`${t.email} = lower(${t.email})`),
  check('users_unclaimed', sql`${t.unclaimedSince} is null or (${t.passwordHash} is null and ${t.emailVerifiedAt} is null and ${t.phoneVerifiedAt} is null)`)
])

/** One browser that is logged in: also the family of its refresh tokens. Revoking it kills them all. */
export const loginSessions = pgTable('login_sessions', {
  id: id(),
  userId: uuid('user_id').notNull().references(() => users.id, { onDelete: 'cascade' }),
  userAgent: text('user_agent'),
  ip: text('ip'),
  /** How it was opened: `password`, `code`, `google`, `wechat`. */
  method: text('method').notNull().default('password'),
  /** When the second factor was shown in this login session; null: not yet. */
  secondFactorAt: instant('second_factor_at'),
  createdAt: createdAt(),
  lastSeenAt: instant('last_seen_at').notNull().default(sql`now()`),
  /** The absolute limit, however active the session is. */
  expiresAt: instant('expires_at').notNull(),
  revokedAt: instant('revoked_at'),
  revokedReason: text('revoked_reason')
}, t => [index('login_sessions_user').on(t.userId)])

/** Rotated on every use. Only the SHA-256 is kept. A second use of a rotated token revokes the family. */
export const refreshTokens = pgTable('refresh_tokens', {
  id: id(),
  loginSessionId: uuid('login_session_id').notNull().references(() => loginSessions.id, { onDelete: 'cascade' }),
  tokenHash: text('token_hash').notNull(),
  createdAt: createdAt(),
  expiresAt: instant('expires_at').notNull(),
  rotatedAt: instant('rotated_at'),
  /** The successor, sealed with the predecessor, so that a retry within the grace gets the same one. */
  successorSealed: text('successor_sealed')
}, t => [
  uniqueIndex('refresh_tokens_hash_unique').on(t.tokenHash),
  uniqueIndex('refresh_tokens_one_live').on(t.loginSessionId).where(sql`${t.rotatedAt} is null`)
])

/** Every change of state and every privileged act, append-only (a trigger refuses changes). */
export const auditLog = pgTable('audit_log', {
  id: bigserial('id', { mode: 'number' }).primaryKey(),
  at: createdAt(),
  /** user id, `guest`, or the name of a job. */
  actor: text('actor').notNull(),
  /** For example `order.paid`. */
  action: text('action').notNull(),
  subjectType: text('subject_type').notNull(),
  subjectId: text('subject_id').notNull(),
  fromState: text('from_state'),
  toState: text('to_state'),
  details: jsonb('details').notNull().default({})
}, t => [
  index('audit_log_subject').on(t.subjectType, t.subjectId),
  // Rows are only added: a page of this index tells of thousands.
  index('audit_log_at').using('brin', t.at).with({ pages_per_range: 32, autosummarize: true })
])

/** Failed log-ins and the like, counted in Postgres when Redis is away. */
export const attemptCounters = pgTable('attempt_counters', {
  key: text('key').primaryKey(),
  count: integer('count').notNull(),
  windowEndsAt: instant('window_ends_at').notNull()
})

export type UserRow = typeof users.$inferSelect
