import { and, eq, isNotNull, or, sql } from 'drizzle-orm'
import type { Queryable, Transaction } from '#drizzle/database.ts'
import { categories, venues } from '#drizzle/schema/index.ts'
import type { Author } from '#server/domain/publishing/index.ts'
import { type PackedPlan, drawPlainHall, packPlan, storePackedPlan } from '#server/domain/seating/index.ts'
import { addVenueWithin, venueChoices } from '#server/domain/venues/index.ts'
import type { EventImportMapping } from '#shared/api/imports.ts'
import type { RowFacts } from './row-reader.ts'

/** A hall that a row's sessions take place in, and its price zones in the order of the plan. */
export interface ImportHall { venueId: string, planId: string, zones: string[], isNew: boolean }

const FLOOR = { kind: 'standing', name: { en: 'Main hall', zh: '主厅' } } as const

/** The venue of a row, found by its name or made, with a hall to sell; each is looked for once in a run. */
export class ImportHouses {
  readonly #known = new Map<string, ImportHall>()
  readonly #mapping: EventImportMapping
  readonly #author: Author
  #floor: PackedPlan | undefined
  /** How many were made. */
  made = 0

  constructor(author: Author, mapping: EventImportMapping) {
    this.#author = author
    this.#mapping = mapping
  }

  async of(tx: Transaction, venue: RowFacts['venue']): Promise<ImportHall> {
    const key = JSON.stringify([venue.name.en, venue.city.en])
    const known = this.#known.get(key)
    if (known) return { ...known, isNew: false }
    const venueId = await this.#find(tx, venue)
    const house = venueId ? await this.#hallOf(tx, venueId) : await this.#make(tx, venue)
    if (house.isNew) this.made++
    this.#known.set(key, house)
    return house
  }

  async #find(tx: Transaction, { name, city }: RowFacts['venue']): Promise<string | null> {
    const isUsable = this.#author.role === 'admin' ? undefined : or(isNotNull(venues.approvedAt), eq(venues.createdBy, this.#author.userId))
    const [found] = await tx.select({ id: venues.id }).from(venues)
      .where(and(sql`lower(${venues.nameEn}) = lower(${name.en})`, sql`lower(${venues.cityEn}) = lower(${city.en})`, isUsable)).orderBy(venues.id).limit(1)
    return found?.id ?? null
  }

  async #hallOf(tx: Transaction, venueId: string): Promise<ImportHall> {
    const [choice] = await venueChoices({ db: tx }, this.#author, { ids: [venueId] })
    const hall = choice?.halls[0]
    if (hall) return { venueId, planId: hall.planId, zones: hall.categories.map(zone => zone.key), isNew: false }
    return { venueId, ...await this.#floorOf(tx, venueId), isNew: false }
  }

  async #make(tx: Transaction, venue: RowFacts['venue']): Promise<ImportHall> {
    const { country, timeZone } = this.#mapping
    const { id } = await addVenueWithin(tx, this.#author, { name: venue.name, address: venue.address, city: venue.city, country, timeZone, latitude: venue.latitude, longitude: venue.longitude })
    return { venueId: id, ...await this.#floorOf(tx, id), isNew: true }
  }

  /** A floor of as many places as the mapping says, until somebody draws the hall. */
  async #floorOf(tx: Transaction, venueId: string): Promise<{ planId: string, zones: string[] }> {
    this.#floor ??= await packPlan(drawPlainHall({ ...FLOOR, capacity: this.#mapping.capacity }))
    const { planId } = await storePackedPlan(tx, { venueId, hall: 'main-hall' }, this.#floor)
    return { planId, zones: this.#floor.plan.categories.map(category => category.key) }
  }
}

/** Ids of categories by their slugs. */
export async function categoryIds(db: Queryable): Promise<Map<string, string>> {
  return new Map((await db.select({ id: categories.id, slug: categories.slug }).from(categories)).map(row => [row.slug, row.id]))
}
