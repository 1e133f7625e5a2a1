import type { TicketTypeRow } from '#drizzle/schema/index.ts'
import { ticketTypeFor } from '#server/domain/pricing/index.ts'
import type { HoldLine, HoldReply } from '#shared/api/holds.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import { total } from '#shared/money/money.ts'
import { rowOfSeat, seatId, type SeatingPlan } from '#shared/seating/plan.ts'
import { planArea } from './allotments/allotted-area.ts'
import type { Hold } from './hold-store.ts'
import type { SaleSession } from './sale-session.ts'

/** What a hold freezes of a seat or place. Where it is says the plan, which never changes. */
type Frozen = Pick<HoldLine, 'ticketTypeId' | 'ticketType' | 'unitPrice'> & Opened

/** The allotment that a place was let out of, by a code or (null) by the publisher himself. Nobody outside is told. */
interface Opened { access?: { allotmentId: string, codeId: string | null } }

/** A line of a hold as orders see it. */
export type HeldLine = HoldLine & Opened

/** Today's price of one seat, as a hold keeps it. It goes from there into the order: that freezes the price. */
export function seatLine(sale: SaleSession, seatIndex: number, ticketTypeId: string | undefined): string {
  return frozen(ticketTypeFor(sale.ticketTypes, sale.plan.categories[sale.plan.seats.category[seatIndex]!]!.key, ticketTypeId, sale.now()))
}

/** Today's price of each category, at which seats are held that nobody named; null where nothing sells it now. */
export function categoryLines(sale: SaleSession): (string | null)[] {
  return sale.plan.categories.map(({ key }) => {
    const type = firstOnSale(sale, key)
    return type && frozen(type)
  })
}

/** The ticket type at which a category is sold now unless another is asked for. */
export function firstOnSale(sale: SaleSession, categoryKey: string): TicketTypeRow | null {
  try {
    return ticketTypeFor(sale.ticketTypes, categoryKey, undefined, sale.now())
  } catch (error) {
    if (error instanceof DomainError && error.code === 'seat-not-for-sale') return null
    throw error
  }
}

/** Today's price of one place of an area, with its ticket type. */
export function areaLine(sale: SaleSession, areaKey: string, ticketTypeId: string | undefined): { ticketTypeId: string, line: string } {
  const area = sale.plan.areas.find(a => a.key === areaKey)
  if (!area) throw new DomainError('seat-not-in-session', { seatNames: [areaKey] })
  const type = ticketTypeFor(sale.ticketTypes, sale.plan.categories[area.category]!.key, ticketTypeId, sale.now())
  return { ticketTypeId: type.id, line: frozen(type) }
}

/** A line as a code opened it, where there is one. Only what is kept when the order is written uses the code: a public seat costs no place of it. */
export function letIn(line: string, code: { allotmentId: string, codeId: string } | null): string {
  if (!code) return line
  return JSON.stringify({ ...JSON.parse(line) as Frozen, access: { allotmentId: code.allotmentId, codeId: code.codeId } } satisfies Frozen)
}

/** A place that is given away out of an allotment: of the first ticket type of its part of the hall, whenever that is sold, at the price 0. */
export function freeLine(sale: SaleSession, place: { seatIndex: number } | { areaKey: string, quantity: number }, allotmentId: string): HeldLine {
  const always = { ...sale, ticketTypes: sale.ticketTypes.map(type => ({ ...type, priceMinor: 0, saleStartsAt: null, saleEndsAt: null })) }
  const access = { allotmentId, codeId: null }
  if ('seatIndex' in place) return { ...whereSeatIs(sale.plan, place.seatIndex), ...JSON.parse(seatLine(always, place.seatIndex, undefined)) as Frozen, access }
  return { ...whereAreaIs(sale.plan, place.areaKey), ...JSON.parse(areaLine(always, place.areaKey, undefined).line) as Frozen, quantity: place.quantity, access }
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
  return { seatId: seatId(plan, seatIndex), seatIndex, areaKey: null, section: plan.sections[row.section]!.name, row: row.label, seat: plan.seats.label[seatIndex]!, quantity: 1 }
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
