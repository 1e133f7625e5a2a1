import { doublePrecision, pgTable, text } from 'drizzle-orm/pg-core'
import { createdAt, id } from './columns.ts'

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
  createdAt: createdAt()
})

export type VenueRow = typeof venues.$inferSelect
