import type { DraftTicketType } from '#shared/publishing/event-document.ts'

/** One line of the price list: the same name, sessions and sale window, at a price for each part of the hall. */
export interface PriceRow { id: string, types: DraftTicketType[] }

/** The lines of one hall. Two of the same name stay two where both price the same part; `rowOf` remembers lines while they are written. */
export function priceRows(types: readonly DraftTicketType[], planId: string, rowOf: Map<string, string>): PriceRow[] {
  const rows = new Map<string, PriceRow>()
  for (const type of types) {
    if (type.planId !== planId) continue
    const id = rowOf.get(type.key) ?? rowThatTakes(rows, type)?.id ?? type.key
    rowOf.set(type.key, id)
    const row = rows.get(id) ?? { id, types: [] }
    row.types.push(type)
    rows.set(id, row)
  }
  return [...rows.values()]
}

function rowThatTakes(rows: ReadonlyMap<string, PriceRow>, type: DraftTicketType): PriceRow | undefined {
  return [...rows.values()].find(row => signature(row.types[0]!) === signature(type) && !row.types.some(other => other.categoryKey === type.categoryKey))
}

const signature = (type: DraftTicketType) => JSON.stringify([type.name.en, type.name.zh, type.sessionKeys?.toSorted() ?? null, type.saleStartsAt, type.saleEndsAt])
