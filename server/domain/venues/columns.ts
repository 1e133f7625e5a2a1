import type { venues } from '#drizzle/schema/index.ts'
import type { VenueInput } from '#shared/api/publishing.ts'

/** The columns that an input fills; what it leaves out stays as it is. */
export function venueColumns(input: Partial<VenueInput>): Partial<typeof venues.$inferInsert> {
  return {
    ...input.name && { nameEn: input.name.en, nameZh: input.name.zh },
    ...input.address && { addressEn: input.address.en, addressZh: input.address.zh },
    ...input.city && { cityEn: input.city.en, cityZh: input.city.zh },
    ...input.country && { country: input.country },
    ...input.timeZone && { timeZone: input.timeZone },
    ...input.latitude !== undefined && { latitude: input.latitude },
    ...input.longitude !== undefined && { longitude: input.longitude },
    ...input.about && { aboutEn: input.about.en, aboutZh: input.about.zh },
    ...input.website !== undefined && { website: input.website }
  }
}
