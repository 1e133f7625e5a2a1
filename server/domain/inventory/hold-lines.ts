import type { TicketTypeRow } from '#drizzle/schema/index.ts'
import { isOnSale, ticketTypeFor } from '#server/domain/pricing/index.ts'
import type { HoldLine, HoldReply } from '#shared/api/holds.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import { total } from '#shared/money/money.ts'
import { rowOfSeat, seatId, type SeatingPlan, tableOfSeat } from '#shared/seating/plan.ts'
import { seatsInWords } from '#shared/seating/seat-words.ts'
import type { LocalText } from '#shared/text/local-text.ts'
import { planArea } from './allotments/allotted-area.ts'
import type { Hold } from './hold-store.ts'
import { lessTickets, quotaFull, roomFor } from './quotas/room.ts'
import type { SaleSession } from './sale-session.ts'

/** What a hold freezes of a seat or place. Where it is says the plan, which never changes. */
type Frozen = Pick<HoldLine, 'ticketTypeId' | 'ticketType' | 'unitPrice'> & Opened

/** The allotment that a place was let out of, by a code or (null) by the publisher himself. Nobody outside is told. */
interface Opened { access?: { allotmentId: string, codeId: string | null } }

/** A line of a hold as orders see it. */
export type HeldLine = HoldLine & Opened

/** Today's prices of what somebody chose, as a hold keeps them. They go from there into the order: that freezes the price. */
export function linesFor(sale: SaleSession, seats: ReadonlyMap<number, string | undefined>, places: readonly ChosenPlaces[] = []) {
  const { plan } = sale
  let { quotas } = sale
  const frozenLine = (categoryKey: string, wantedId: string | undefined, count: number, names: () => LocalText[]) => {
    const type = typeOnSale({ ...sale, quotas }, categoryKey, wantedId, count, names)
    quotas = lessTickets(quotas, type.id, count)
    return { ticketTypeId: type.id, line: frozen(type) }
  }
  // Alike seats are asked for together, so that one price has room for all of them.
  const alike = Map.groupBy(seats, ([seat, wantedId]) => `${plan.seats.category[seat]!} ${wantedId ?? ''}`)
  const lineOf = new Map<number, string>()
  for (const group of alike.values()) {
    const indexes = group.map(([seat]) => seat)
    const { line } = frozenLine(plan.categories[plan.seats.category[indexes[0]!]!]!.key, group[0]![1], indexes.length, () => seatsInWords(plan, indexes))
    for (const seat of indexes) lineOf.set(seat, line)
  }
  return {
    seats: [...seats.keys()].map(seatIndex => ({ seatIndex, line: lineOf.get(seatIndex)! })),
    areas: places.map(({ areaKey, ticketTypeId, quantity }) => {
      const area = plan.areas.find(a => a.key === areaKey)
      if (!area) throw new DomainError('seat-not-in-session', { seatNames: [areaKey] })
      return { areaKey, quantity, ...frozenLine(plan.categories[area.category]!.key, ticketTypeId, quantity, () => [area.name]) }
    })
  }
}

interface ChosenPlaces { areaKey: string, ticketTypeId?: string, quantity: number }

/** Today's price of each category for a party, at which seats are held that nobody named; null where nothing sells it now. */
export function categoryLines(sale: SaleSession, count: number): (string | null)[] {
  return sale.plan.categories.map(({ key }) => {
    const type = firstOnSale(sale, key, count)
    return type && frozen(type)
  })
}

/** The ticket type at which so many places of a category are sold now unless another is asked for. */
export function firstOnSale(sale: SaleSession, categoryKey: string, count: number): TicketTypeRow | null {
  try {
    return typeOnSale(sale, categoryKey, undefined, count)
  } catch (error) {
    if (error instanceof DomainError && (error.code === 'seat-not-for-sale' || error.code === 'quota-full')) return null
    throw error
  }
}

/**
 * The wanted ticket type, or the first that is on sale and whose quotas have room for so many. Throws `quota-full` where the wanted
 * one, or every one, has too little left; and what `ticketTypeFor` throws.
 */
export function typeOnSale(sale: SaleSession, categoryKey: string, wantedId: string | undefined, count: number, names: () => LocalText[] = () => []): TicketTypeRow {
  const { ticketTypes, quotas } = sale
  const first = ticketTypeFor(ticketTypes, categoryKey, wantedId, sale.now(), names)
  if (roomFor(quotas, first.id) >= count) return first
  const other = wantedId === undefined && ticketTypes.find(type => type.categoryKey === categoryKey && isOnSale(type, sale.now()) && roomFor(quotas, type.id) >= count)
  if (!other) throw quotaFull(quotas, first.id, count)
  return other
}

/** A line as a code opened it, where there is one. Only what is kept when the order is written uses the code: a public seat costs no place of it. */
export function letIn(line: string, code: { allotmentId: string, codeId: string } | null): string {
  if (!code) return line
  return JSON.stringify({ ...JSON.parse(line) as Frozen, access: { allotmentId: code.allotmentId, codeId: code.codeId } } satisfies Frozen)
}

/** Places that are given away out of an allotment: at the first ticket type of their part of the hall, whenever that is sold, for nothing. */
export function freeLines(sale: SaleSession, seats: readonly number[], places: readonly ChosenPlaces[], allotmentId: string): HeldLine[] {
  const always = { ...sale, ticketTypes: sale.ticketTypes.map(type => ({ ...type, priceMinor: 0, saleStartsAt: null, saleEndsAt: null })) }
  const lines = linesOf(sale.plan, linesFor(always, new Map(seats.map(seat => [seat, undefined])), places))
  return lines.map(line => ({ ...line, access: { allotmentId, codeId: null } }))
}

function frozen(type: TicketTypeRow): string {
  return JSON.stringify({
    ticketTypeId: type.id,
    ticketType: { en: type.nameEn, zh: type.nameZh },
    unitPrice: { amountMinor: type.priceMinor, currency: type.currency }
  } satisfies Frozen)
}

/** The lines of a hold, at the prices that were frozen. Seats first, in the order of the plan. */
export function linesOf(plan: SeatingPlan, hold: Pick<Hold, 'seats' | 'areas'>): HeldLine[] {
  const seats = hold.seats.toSorted((a, b) => a.seatIndex - b.seatIndex).map(s => ({ ...whereSeatIs(plan, s.seatIndex), ...JSON.parse(s.line) as Frozen }))
  const areas = hold.areas.map(a => ({ ...whereAreaIs(plan, planArea(a.areaKey)), ...JSON.parse(a.line) as Frozen, quantity: a.quantity }))
  return [...seats, ...areas]
}

function whereSeatIs(plan: SeatingPlan, seatIndex: number): Omit<HoldLine, keyof Frozen> {
  const row = plan.rows[rowOfSeat(plan, seatIndex)]!
  return { seatId: seatId(plan, seatIndex), seatIndex, areaKey: null, section: plan.sections[row.section]!.name, row: row.label, ...(tableOfSeat(plan, seatIndex) && { isTable: true }), seat: plan.seats.label[seatIndex]!, quantity: 1 }
}

function whereAreaIs(plan: SeatingPlan, areaKey: string): Omit<HoldLine, keyof Frozen> {
  const section = plan.areas.find(area => area.key === areaKey)?.name ?? { en: areaKey, zh: areaKey }
  return { seatId: null, seatIndex: null, areaKey, section, row: null, seat: null, quantity: 1 }
}

/** What the owner of a hold is told. */
export function describeHold(plan: SeatingPlan, hold: Hold): HoldReply {
  const lines = linesOf(plan, hold).map(({ access: _, ...line }) => line)
  return {
    holdToken: hold.token,
    sessionId: hold.sessionId,
    lines,
    total: {
      amountMinor: total(lines.map(l => ({ unitPriceMinor: l.unitPrice.amountMinor, quantity: l.quantity }))),
      currency: lines[0]?.unitPrice.currency ?? ''
    },
    expiresAt: new Date(hold.expiresAtMs).toISOString(),
    remainingMs: Math.max(0, Math.round(hold.remainingMs)),
    extendable: !hold.extended
  }
}
