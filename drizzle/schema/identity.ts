import { sql } from 'drizzle-orm'
import { bigint, index, integer, jsonb, pgEnum, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { users } from './accounts.ts'
import { createdAt, id, instant } from './columns.ts'

/**
 * A question that a short code answers once: is this e-mail, this phone, this second factor yours? Codes are kept as keyed
 * hashes; tries are counted; a newer challenge of the same purpose and target puts an end to older ones.
 */
export const challenges = pgTable('challenges', {
  id: id(),
  /** `register`, `login-phone`, `change-email`, `change-phone`, `reset-password`, `second-factor`. */
  purpose: text('purpose').notNull(),
  /** The e-mail, the phone (E.164) or the user id that is asked. */
  target: text('target').notNull(),
  userId: uuid('user_id').references(() => users.id, { onDelete: 'cascade' }),
  /** Null: no code is right (the address has an account already), which nobody can tell from outside (S-10). */
  codeHash: text('code_hash'),
  /** What to do when it is answered. Never a clear secret. */
  payload: jsonb('payload').$type<Record<string, unknown>>().notNull().default({}),
  tries: integer('tries').notNull().default(0),
  createdAt: createdAt(),
  expiresAt: instant('expires_at').notNull(),
  closedAt: instant('closed_at')
}, t => [
  index('challenges_target').on(t.purpose, t.target),
  index('challenges_expires').on(t.expiresAt)
])

/** Somebody's account at an identity provider. The pair of issuer and subject is the identity, never the e-mail. */
export const oauthIdentities = pgTable('oauth_identities', {
  id: id(),
  userId: uuid('user_id').notNull().references(() => users.id, { onDelete: 'cascade' }),
  issuer: text('issuer').notNull(),
  subject: text('subject').notNull(),
  /** As the provider shows it, for the list of one's identities. */
  label: text('label').notNull(),
  createdAt: createdAt()
}, t => [
  uniqueIndex('oauth_identities_subject').on(t.issuer, t.subject),
  uniqueIndex('oauth_identities_one_per_issuer').on(t.userId, t.issuer)
])

/** A journey to an identity provider and back: used once, by the browser that began it. */
export const oauthFlows = pgTable('oauth_flows', {
  /** SHA-256 of `state`. */
  stateHash: text('state_hash').primaryKey(),
  provider: text('provider').notNull(),
  /** SHA-256 of the value of the browser's flow cookie. */
  browserHash: text('browser_hash').notNull(),
  codeVerifier: text('code_verifier'),
  nonce: text('nonce'),
  /** Where to go afterwards: a path of this site. */
  back: text('back').notNull(),
  /** Set where somebody who is logged in adds the identity to the own account. */
  linkUserId: uuid('link_user_id').references(() => users.id, { onDelete: 'cascade' }),
  createdAt: createdAt(),
  expiresAt: instant('expires_at').notNull(),
  usedAt: instant('used_at')
})

/** Time-based one-time passwords (RFC 6238). */
export const totpSecrets = pgTable('totp_secrets', {
  userId: uuid('user_id').primaryKey().references(() => users.id, { onDelete: 'cascade' }),
  /** Sealed with a key of the house. */
  secretSealed: text('secret_sealed').notNull(),
  /** Null: shown, but not yet proven by a code. */
  confirmedAt: instant('confirmed_at'),
  /** The last time step that was accepted: a code serves once. */
  lastStep: bigint('last_step', { mode: 'number' }).notNull().default(0),
  /** Keyed hashes of the recovery codes that are left. */
  recoveryHashes: text('recovery_hashes').array().notNull().default(sql`'{}'`),
  createdAt: createdAt()
})

export const applicationState = pgEnum('application_state', ['pending', 'approved', 'rejected', 'withdrawn'])

/** A customer who wants to become a publisher. */
export const publisherApplications = pgTable('publisher_applications', {
  id: id(),
  userId: uuid('user_id').notNull().references(() => users.id),
  state: applicationState('state').notNull().default('pending'),
  nameEn: text('name_en').notNull(),
  nameZh: text('name_zh').notNull(),
  /** What they want to put on, in their own words. */
  about: text('about').notNull(),
  website: text('website'),
  createdAt: createdAt(),
  decidedBy: uuid('decided_by').references(() => users.id),
  decidedAt: instant('decided_at'),
  reason: text('reason')
}, t => [
  uniqueIndex('publisher_applications_one_open').on(t.userId).where(sql`${t.state} = 'pending'`),
  index('publisher_applications_state').on(t.state, t.createdAt)
])

/** The public face of a publisher. */
export const publishers = pgTable('publishers', {
  userId: uuid('user_id').primaryKey().references(() => users.id),
  slug: text('slug').notNull().unique(),
  nameEn: text('name_en').notNull(),
  nameZh: text('name_zh').notNull(),
  /** Markdown without HTML. */
  aboutEn: text('about_en').notNull().default(''),
  aboutZh: text('about_zh').notNull().default(''),
  website: text('website'),
  createdAt: createdAt()
})

/** A copy of all that the house knows of somebody, made on request and fetched once (G-01). */
export const dataExports = pgTable('data_exports', {
  id: id(),
  userId: uuid('user_id').notNull().references(() => users.id, { onDelete: 'cascade' }),
  state: text('state').notNull().default('waiting'),
  /** In the file store; null once fetched or expired. */
  fileKey: text('file_key'),
  createdAt: createdAt(),
  readyAt: instant('ready_at'),
  expiresAt: instant('expires_at'),
  fetchedAt: instant('fetched_at')
}, t => [
  index('data_exports_user').on(t.userId, t.createdAt),
  index('data_exports_waiting').on(t.id).where(sql`${t.state} = 'waiting'`)
])
