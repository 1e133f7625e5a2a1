import type { TicketTypeRow } from '#drizzle/schema/index.ts'
import { ticketTypeFor } from '#server/domain/pricing/index.ts'
import type { HoldLine, HoldReply } from '#shared/api/holds.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import { total } from '#shared/money/money.ts'
import { rowOfSeat, seatId } from '#shared/seating/plan.ts'
import type { Hold } from './hold-store.ts'
import type { SaleSession } from './sale-session.ts'

/** The line of one seat at today's price. It goes into the hold as text, and from there into the order: that freezes the price. */
export function seatLine(sale: SaleSession, seatIndex: number, ticketTypeId: string | undefined): HoldLine {
  const { plan } = sale
  const row = plan.rows[rowOfSeat(plan, seatIndex)]!
  const category = plan.categories[plan.seats.category[seatIndex]!]!
  return {
    ...priced(ticketTypeFor(sale.ticketTypes, category.key, ticketTypeId, sale.now())),
    seatId: seatId(plan, seatIndex),
    seatIndex,
    areaKey: null,
    section: plan.sections[row.section]!.name,
    row: row.label,
    seat: plan.seats.label[seatIndex]!,
    quantity: 1
  }
}

/** The line of some standing places at today's price. */
export function areaLine(sale: SaleSession, areaKey: string, quantity: number, ticketTypeId: string | undefined): HoldLine {
  const area = sale.plan.areas.find(a => a.key === areaKey)
  if (!area) throw new DomainError('seat-not-in-session', { seatNames: [areaKey] })
  const category = sale.plan.categories[area.category]!
  return {
    ...priced(ticketTypeFor(sale.ticketTypes, category.key, ticketTypeId, sale.now())),
    seatId: null,
    seatIndex: null,
    areaKey,
    section: area.name,
    row: null,
    seat: null,
    quantity
  }
}

function priced(type: TicketTypeRow) {
  return {
    ticketTypeId: type.id,
    ticketType: { en: type.nameEn, zh: type.nameZh },
    unitPrice: { amountMinor: type.priceMinor, currency: type.currency }
  }
}

/** The lines of a hold, as they were frozen. Seats first, in the order of the plan. */
export function linesOf(hold: Hold): HoldLine[] {
  const seats = hold.seats.toSorted((a, b) => a.seatIndex - b.seatIndex).map(s => JSON.parse(s.line) as HoldLine)
  const areas = hold.areas.map(a => ({ ...JSON.parse(a.line) as HoldLine, quantity: a.quantity }))
  return [...seats, ...areas]
}

/** What the owner of a hold is told. */
export function describeHold(hold: Hold): HoldReply {
  const lines = linesOf(hold)
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
