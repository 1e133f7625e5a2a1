import { doublePrecision, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { users } from './accounts.ts'
import { createdAt, id, instant } from './columns.ts'

/** A house where sessions take place. Its halls are its seating plans. */
export const venues = pgTable('venues', {
  id: id(),
  slug: text('slug').notNull().unique(),
  nameEn: text('name_en').notNull(),
  nameZh: text('name_zh').notNull(),
  addressEn: text('address_en').notNull(),
  addressZh: text('address_zh').notNull(),
  cityEn: text('city_en').notNull(),
  cityZh: text('city_zh').notNull(),
  /** ISO 3166-1 alpha-2. */
  country: text('country').notNull(),
  /** IANA zone: every time of a session here is shown in it. */
  timeZone: text('time_zone').notNull(),
  latitude: doublePrecision('latitude'),
  longitude: doublePrecision('longitude'),
  /** Markdown without HTML: how to get there, where to eat. */
  aboutEn: text('about_en').notNull().default(''),
  aboutZh: text('about_zh').notNull().default(''),
  website: text('website'),
  /** The publisher who proposed it; null for the house's own. */
  createdBy: uuid('created_by').references(() => users.id),
  /** Null: proposed by a publisher, and not yet public. Approving an event there approves it. */
  approvedAt: instant('approved_at').defaultNow(),
  createdAt: createdAt()
})

export type VenueRow = typeof venues.$inferSelect
