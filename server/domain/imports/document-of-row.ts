import type { EventImportMapping } from '#shared/api/imports.ts'
import { stableId } from '#shared/ids/id.ts'
import { fractionDigits } from '#shared/money/money.ts'
import type { EventDocument } from '#shared/publishing/event-document.ts'
import type { ImportHall } from './house-of-row.ts'
import type { RowFacts } from './row-reader.ts'

const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS

/** What is sold at once has been on sale for so long: a fixed time, so that importing it tomorrow changes nothing. */
const LONG_BEFORE_DAYS = 730

/** The event of a row. Its keys come from the file, so that the same row is the same sessions and prices when it is imported again. */
export function documentOfRow(facts: RowFacts, mapping: EventImportMapping, hall: ImportHall, categoryId: string): EventDocument {
  const key = (...words: string[]) => stableId(mapping.source, facts.externalId, ...words)
  return {
    name: facts.name, summary: facts.summary, description: facts.description, organiser: facts.organiser, performers: [],
    categoryId, cover: { kind: 'poster', seed: key('poster') }, currency: mapping.currency, holdSeconds: 600, perPersonLimit: mapping.perPersonLimit,
    sessions: facts.startsAt.map(startsAt => ({
      key: key('session', startsAt.toISOString()), status: 'scheduled', venueId: hall.venueId, planId: hall.planId,
      startsAt: startsAt.toISOString(), endsAt: new Date(startsAt.getTime() + mapping.durationMinutes * MINUTE_MS).toISOString(), doorsAt: null,
      saleStartsAt: new Date(startsAt.getTime() - (mapping.saleOpensDaysBefore ?? LONG_BEFORE_DAYS) * DAY_MS).toISOString(), saleEndsAt: startsAt.toISOString()
    })),
    ticketTypes: prices(facts.pricesMinor, hall.zones).map(({ zone, priceMinor }) => ({
      key: key('price', zone, String(priceMinor)), name: priceName(priceMinor, mapping.currency), planId: hall.planId, categoryKey: zone, sessionKeys: null,
      priceMinor, saleStartsAt: null, saleEndsAt: null
    })),
    promoCodes: []
  }
}

/** A hall with several zones sells them at the prices in their order, the last price for all that are left; a hall with one zone at every price. */
function prices(pricesMinor: number[], zones: string[]): { zone: string, priceMinor: number }[] {
  if (zones.length === 1) return pricesMinor.map(priceMinor => ({ zone: zones[0]!, priceMinor }))
  return zones.map((zone, index) => ({ zone, priceMinor: pricesMinor[Math.min(index, pricesMinor.length - 1)]! }))
}

/** Files have amounts and no names: the amount tells one price from another. */
function priceName(priceMinor: number, currency: string): { en: string, zh: string } {
  if (priceMinor === 0) return { en: 'Free admission', zh: '免费入场' }
  const amount = (priceMinor / 10 ** fractionDigits(currency)).toString()
  return { en: `${currency} ${amount}`, zh: `${currency} ${amount} 票` }
}
