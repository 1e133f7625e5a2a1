import { createHash, randomBytes } from 'node:crypto'
import type { Transaction } from '#drizzle/database.ts'
import type { FrozenLabels } from '#drizzle/schema/orders.ts'
import { auditLog, claims, ledgerAccounts, ledgerEntries, ledgerOperations, orderLines, orders, payments, standingClaims, standingStock, tickets } from '#drizzle/schema/index.ts'
import { newId } from '#shared/ids/id.ts'
import { rowOfSeat, type SeatingPlan } from '#shared/seating/plan.ts'
import { bulkInsert } from './bulk-insert.ts'
import { demoBuyer } from './buyers.ts'
import { randomFrom } from '#shared/random/seeded-random.ts'
import { inOrderOfComing, paceOf } from './sale-pace.ts'
import { type Party, soldParties } from './sold-places.ts'

export interface SeededTicketType { id: string, categoryKey: string, nameEn: string, nameZh: string, priceMinor: number }

/** A session whose seats are to be sold. */
export interface SessionToSell {
  id: string
  /** The same key sells the same seats. */
  key: string
  plan: SeatingPlan
  ticketTypes: SeededTicketType[]
  share: number
  limit: number
  soldFrom: Date
  soldUntil: Date
  /** It is over: its sale had a beginning and an end. */
  isOver: boolean
  /** Set where its prices move while it sells. */
  moving?: { startsAt: string, timeZone: string }
}

interface SalesRows {
  orders: typeof orders.$inferInsert[]
  orderLines: typeof orderLines.$inferInsert[]
  claims: typeof claims.$inferInsert[]
  standingStock: typeof standingStock.$inferInsert[]
  standingClaims: typeof standingClaims.$inferInsert[]
  payments: typeof payments.$inferInsert[]
  operations: typeof ledgerOperations.$inferInsert[]
  entries: typeof ledgerEntries.$inferInsert[]
  tickets: typeof tickets.$inferInsert[]
  audit: typeof auditLog.$inferInsert[]
}

const CURRENCY = 'CNY'

/** Sells tickets of all sessions to guests, as paid orders with everything that a real one leaves behind. Gives the tickets sold. */
export async function sellSessions(tx: Transaction, sessions: SessionToSell[]): Promise<number> {
  const rows: SalesRows = { orders: [], orderLines: [], claims: [], standingStock: [], standingClaims: [], payments: [], operations: [], entries: [], tickets: [], audit: [] }
  const books = { provider: newId(), sales: newId() }
  for (const session of sessions) sellSession(rows, session, books)
  await tx.insert(ledgerAccounts).values([
    { id: books.provider, name: 'provider:sandbox', currency: CURRENCY },
    { id: books.sales, name: 'house:sales', currency: CURRENCY }
  ])
  await bulkInsert(tx, standingStock, rows.standingStock)
  await bulkInsert(tx, orders, rows.orders)
  await bulkInsert(tx, orderLines, rows.orderLines)
  await bulkInsert(tx, claims, rows.claims)
  await bulkInsert(tx, standingClaims, rows.standingClaims)
  await bulkInsert(tx, payments, rows.payments)
  await bulkInsert(tx, ledgerOperations, rows.operations)
  await bulkInsert(tx, ledgerEntries, rows.entries)
  await bulkInsert(tx, tickets, rows.tickets)
  await bulkInsert(tx, auditLog, rows.audit)
  return rows.tickets.length
}

function sellSession(rows: SalesRows, session: SessionToSell, books: { provider: string, sales: string }): void {
  const random = randomFrom(session.key)
  const priced = new Set(session.ticketTypes.map(type => type.categoryKey))
  const parties = session.share > 0 ? soldParties(session.plan, session.share, session.limit, priced, random) : []
  for (const area of session.plan.areas) {
    const taken = parties.reduce((sum, party) => sum + ('areaKey' in party && party.areaKey === area.key ? party.quantity : 0), 0)
    rows.standingStock.push({ sessionId: session.id, areaKey: area.key, capacity: area.capacity, taken })
  }
  const coming = inOrderOfComing(parties, random)
  const partOfTime = paceOf(session)
  for (const [index, party] of coming.entries()) {
    const part = partOfTime((index + random()) / coming.length)
    sellOrder(rows, session, party, new Date(session.soldFrom.getTime() + part * (session.soldUntil.getTime() - session.soldFrom.getTime())), books, random)
  }
}

function sellOrder(rows: SalesRows, session: SessionToSell, party: Party, at: Date, books: { provider: string, sales: string }, random: () => number): void {
  const id = newId()
  const number = rows.orders.length + 1
  const buyer = demoBuyer(number, random)
  const paidAt = new Date(at.getTime() + 45_000 + random() * 240_000)
  const lines = 'seats' in party ? party.seats.map(seat => seatLine(session, id, seat, random)) : [areaLine(session, id, party, random)]
  const totalMinor = lines.reduce((sum, line) => sum + line.unitPriceMinor * line.quantity, 0)

  rows.orders.push({
    id, reference: reference(random), sessionId: session.id, userId: null, guestSecretHash: unguessable(), contactEmail: buyer.email, contactName: buyer.name,
    locale: buyer.locale, personKey: `email:${buyer.email}`, state: 'paid', totalMinor, currency: CURRENCY, holdHash: unguessable(),
    createdAt: at, expiresAt: new Date(at.getTime() + 600_000), paidAt
  })
  rows.orderLines.push(...lines)
  for (const line of lines) {
    const owned = { orderId: id, orderLineId: line.id, sessionId: session.id }
    if (line.seatIndex !== null) rows.claims.push({ ...owned, seatIndex: line.seatIndex, state: 'sold', createdAt: at })
    else rows.standingClaims.push({ ...owned, areaKey: line.areaKey!, quantity: line.quantity, state: 'sold' })
    for (let position = 0; position < line.quantity; position++) {
      rows.tickets.push({ id: newId(), ...owned, position, seatIndex: line.seatIndex, areaKey: line.areaKey, state: 'valid', secret: ticketSecret(), createdAt: paidAt })
    }
  }
  const paymentId = newId()
  rows.payments.push({ id: paymentId, orderId: id, method: 'sandbox', state: 'captured', amountMinor: totalMinor, currency: CURRENCY, transactionId: `demo-${number}`, createdAt: at, settledAt: paidAt })
  const operationId = newId()
  rows.operations.push({ id: operationId, key: `payment:${paymentId}`, description: 'Demo sale', createdAt: paidAt })
  rows.entries.push({ operationId, accountId: books.provider, amountMinor: -totalMinor }, { operationId, accountId: books.sales, amountMinor: totalMinor })
  const about = { actor: 'guest', subjectType: 'order', subjectId: id, details: {} }
  rows.audit.push(
    { ...about, at, action: 'order.pending', fromState: null, toState: 'pending' },
    { ...about, at: paidAt, action: 'order.paid', fromState: 'pending', toState: 'paid' },
    { ...about, at: paidAt, subjectType: 'payment', subjectId: paymentId, action: 'payment.captured', fromState: null, toState: 'captured' }
  )
}

function seatLine(session: SessionToSell, orderId: string, seat: number, random: () => number) {
  const { plan } = session
  const row = plan.rows[rowOfSeat(plan, seat)]!
  const section = plan.sections[row.section]!
  const type = ticketTypeOf(session, plan.categories[plan.seats.category[seat]!]!.key, random)
  return {
    id: newId(), orderId, ticketTypeId: type.id, seatIndex: seat as number | null, areaKey: null as string | null, quantity: 1, unitPriceMinor: type.priceMinor,
    labels: { ...typeLabels(type), sectionEn: section.name.en, sectionZh: section.name.zh, row: row.label, seat: plan.seats.label[seat]! } as FrozenLabels
  }
}

function areaLine(session: SessionToSell, orderId: string, party: { areaKey: string, quantity: number }, random: () => number) {
  const area = session.plan.areas.find(a => a.key === party.areaKey)!
  const type = ticketTypeOf(session, session.plan.categories[area.category]!.key, random)
  return {
    id: newId(), orderId, ticketTypeId: type.id, seatIndex: null as number | null, areaKey: area.key as string | null, quantity: party.quantity, unitPriceMinor: type.priceMinor,
    labels: { ...typeLabels(type), sectionEn: area.name.en, sectionZh: area.name.zh } as FrozenLabels
  }
}

/** Mostly the full price; one in eight takes the concession where there is one. */
function ticketTypeOf(session: SessionToSell, categoryKey: string, random: () => number): SeededTicketType {
  const types = session.ticketTypes.filter(type => type.categoryKey === categoryKey)
  return types[types.length > 1 && random() < 0.125 ? 1 : 0]!
}

const typeLabels = (type: SeededTicketType) => ({ ticketTypeEn: type.nameEn, ticketTypeZh: type.nameZh })

/** Crockford's base 32, as server/domain/orders writes it. */
function reference(random: () => number): string {
  const part = () => Array.from({ length: 4 }, () => '0123456789ABCDEFGHJKMNPQRSTVWXYZ'[Math.floor(random() * 32)]).join('')
  return `FY-${part()}-${part()}`
}

/** The demo's sales repeat themselves; its secrets never do: a demo house on the open net must not accept forged tickets. */
function ticketSecret(): string {
  return Array.from(randomBytes(32), byte => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'[byte & 31]).join('')
}

const unguessable = () => createHash('sha256').update(randomBytes(20)).digest('base64url')
