import { sql } from 'drizzle-orm'
import type { Database, Transaction } from '#drizzle/database.ts'
import { auditLog, categories, events, houseFacts, sessions, ticketTypes, venues } from '#drizzle/schema/index.ts'
import { startStatsAgain } from '#server/domain/insight/index.ts'
import { indexEvents } from '#server/domain/search/index.ts'
import { storePlan } from '#server/domain/seating/index.ts'
import { newId } from '#shared/ids/id.ts'
import { type SeatingPlan, seatCount } from '#shared/seating/plan.ts'
import { type DemoAccounts, seedAccounts } from './accounts.ts'
import { bulkInsert } from './bulk-insert.ts'
import { daysFromToday, sessionStart } from './calendar.ts'
import { CATEGORIES } from './categories.ts'
import { DESCRIPTIONS } from './descriptions/all.ts'
import { seedDesk } from './desk.ts'
import { EVENTS } from './events/all.ts'
import type { DemoEvent, DemoVenue } from './model.ts'
import { movePrices } from './moving-prices.ts'
import { sellSessions, type SessionToSell } from './sales.ts'
import { VENUES } from './venues.ts'
import { USUAL_CHANGE_TERMS } from '#shared/refunds/change.ts'
import type { RefundTerms } from '#shared/refunds/terms.ts'

/** Free of charge until a week before, for a fifth until the day before. */
const DEMO_REFUND_TERMS: RefundTerms = { review: 'automatic', steps: [{ daysBefore: 7, feePercent: 0 }, { daysBefore: 1, feePercent: 20 }] }

const FACT = 'demo-seeded'
const MINUTE_MS = 60_000
/** A session of an event that is over was on sale for so long at least. */
const FORMER_SALE_MS = 30 * 24 * 60 * MINUTE_MS

export interface SeedOptions {
  /** The catalogue lies in the weeks after this day: the same day gives the same catalogue. */
  today: Date
  onProgress?: (line: string) => void
}

export interface SeedResult { wasSeeded: boolean, events: number, sessions: number, ticketsSold: number }

interface SeededVenue { id: string, venue: DemoVenue, plans: Map<string, { id: string, plan: SeatingPlan }> }

/** Fills an empty house with the demo, in one transaction. Does nothing where it has been done before. */
export async function seedDemo(db: Database, { today, onProgress = () => {} }: SeedOptions): Promise<SeedResult> {
  return await db.transaction(async (tx) => {
    // Half a minute of work on a slow machine, which the limits for serving visitors would end.
    await tx.execute(sql`set local statement_timeout = 0`)
    await tx.execute(sql`set local idle_in_transaction_session_timeout = 0`)
    const claimed = await tx.insert(houseFacts).values({ name: FACT, value: { today: today.toISOString() } }).onConflictDoNothing().returning({ name: houseFacts.name })
    if (claimed.length === 0) return { wasSeeded: false, events: 0, sessions: 0, ticketsSold: 0 }
    onProgress('Demo accounts')
    const accounts = await seedAccounts(tx)
    const categoryIds = await seedCategories(tx)
    const houses = await seedVenues(tx, onProgress)
    onProgress(`${EVENTS.length} events`)
    const toSell = await seedEvents(tx, today, accounts, categoryIds, houses)
    onProgress(`Selling tickets for ${toSell.length} sessions`)
    const ticketsSold = await sellSessions(tx, toSell)
    onProgress(`${ticketsSold} tickets sold`)
    await movePrices(tx, toSell)
    await seedDesk(tx, { today, accounts, categoryIds, planOf: (venue, hall) => ({ venueId: houses.get(venue)!.id, planId: houses.get(venue)!.plans.get(hall)!.id }) })
    onProgress('What waits on the desks')
    const made = await tx.select({ id: events.id }).from(events)
    await indexEvents(tx, made.map(event => event.id), { houseCurrency: 'CNY' })
    onProgress('Everything can be found')
    await startStatsAgain(tx)
    // Until the database looks by itself it would plan for empty tables.
    await tx.execute(sql`analyze events, sessions, ticket_types, orders, order_lines, claims, tickets, payments, ledger_operations, ledger_entries, audit_log`)
    return { wasSeeded: true, events: EVENTS.length, sessions: toSell.length, ticketsSold }
  })
}

async function seedCategories(tx: Transaction): Promise<Map<string, string>> {
  const ids = new Map(CATEGORIES.map(category => [category.slug, newId()]))
  await tx.insert(categories).values(CATEGORIES.map((category, sortOrder) => ({
    id: ids.get(category.slug)!, slug: category.slug, parentId: category.parent ? ids.get(category.parent)! : null,
    nameEn: category.name.en, nameZh: category.name.zh, sortOrder
  })))
  return ids
}

async function seedVenues(tx: Transaction, onProgress: (line: string) => void): Promise<Map<string, SeededVenue>> {
  const houses = new Map<string, SeededVenue>()
  for (const venue of VENUES) {
    const id = newId()
    await tx.insert(venues).values({
      id, slug: venue.slug, nameEn: venue.name.en, nameZh: venue.name.zh, addressEn: venue.address.en, addressZh: venue.address.zh,
      cityEn: venue.city.en, cityZh: venue.city.zh, country: venue.country, timeZone: venue.timeZone, latitude: venue.latitude, longitude: venue.longitude
    })
    const plans: SeededVenue['plans'] = new Map()
    for (const [hall, draw] of Object.entries(venue.halls)) {
      const plan = draw()
      const stored = await storePlan(tx, { venueId: id, hall, plan })
      plans.set(hall, { id: stored.planId, plan })
      onProgress(`${venue.name.en}, ${plan.name.en}: ${seatCount(plan)} seats`)
    }
    houses.set(venue.slug, { id, venue, plans })
  }
  return houses
}

async function seedEvents(tx: Transaction, today: Date, accounts: DemoAccounts, categoryIds: Map<string, string>, houses: Map<string, SeededVenue>): Promise<SessionToSell[]> {
  const rows = { events: [] as typeof events.$inferInsert[], sessions: [] as typeof sessions.$inferInsert[], ticketTypes: [] as typeof ticketTypes.$inferInsert[], audit: [] as typeof auditLog.$inferInsert[] }
  const toSell: SessionToSell[] = []
  for (const event of EVENTS) {
    const id = newId()
    rows.events.push(eventRow(event, id, today, accounts, categoryIds.get(event.category)!))
    rows.audit.push(...eventHistory(event, id, accounts))
    for (const session of sessionsOf(event, id, today, houses.get(event.venue)!)) {
      rows.sessions.push(session.row)
      rows.ticketTypes.push(...session.toSell.ticketTypes.map((type, sortOrder) => ({ ...type, sessionId: session.row.id!, currency: 'CNY', sortOrder })))
      toSell.push(session.toSell)
    }
  }
  await tx.insert(events).values(rows.events)
  await tx.insert(sessions).values(rows.sessions)
  await bulkInsert(tx, ticketTypes, rows.ticketTypes)
  await tx.insert(auditLog).values(rows.audit)
  return toSell
}

function eventRow(event: DemoEvent, id: string, today: Date, accounts: DemoAccounts, categoryId: string): typeof events.$inferInsert {
  const description = DESCRIPTIONS[event.slug]!
  return {
    id, slug: event.slug, status: event.status ?? 'approved', categoryId,
    nameEn: event.name.en, nameZh: event.name.zh, summaryEn: event.summary.en, summaryZh: event.summary.zh,
    descriptionEn: description.en, descriptionZh: description.zh, organiserEn: event.organiser.en, organiserZh: event.organiser.zh,
    performers: event.performers, posterSeed: `${event.motif}:${event.slug}`, featuredRank: event.featuredRank ?? 0,
    createdBy: accounts.publisherId, reviewedBy: accounts.adminId, createdAt: daysFromToday(-30, '10:00', today, 'Asia/Shanghai'), updatedAt: daysFromToday(-21, '10:00', today, 'Asia/Shanghai')
  }
}

/** What the audit log would say if the publisher and the admin had done it by hand. */
function eventHistory(event: DemoEvent, id: string, accounts: DemoAccounts): typeof auditLog.$inferInsert[] {
  const moved = (actor: string, fromState: string | null, toState: string) => ({ actor: `user:${actor}`, action: `event.${toState}`, subjectType: 'event', subjectId: id, fromState, toState })
  return [
    moved(accounts.publisherId, null, 'draft'), moved(accounts.publisherId, 'draft', 'pending'), moved(accounts.adminId, 'pending', 'approved'),
    ...(event.status === 'cancelled' || event.status === 'ended' ? [moved(accounts.publisherId, 'approved', event.status)] : [])
  ]
}

function sessionsOf(event: DemoEvent, eventId: string, today: Date, house: SeededVenue): { row: typeof sessions.$inferInsert, toSell: SessionToSell }[] {
  const { id: planId, plan } = house.plans.get(event.hall)!
  const zone = house.venue.timeZone
  const usualStart = event.saleStartsInDays ? daysFromToday(event.saleStartsInDays, '10:00', today, zone) : daysFromToday(event.status === 'ended' ? -50 : -20, '10:00', today, zone)
  return event.sessions.map((session) => {
    const id = newId()
    const startsAt = sessionStart(session, today, zone)
    const saleStartsAt = event.status === 'ended' ? new Date(Math.min(usualStart.getTime(), startsAt.getTime() - FORMER_SALE_MS)) : usualStart
    const limit = event.perPersonLimit ?? 6
    return {
      row: {
        id, eventId, venueId: house.id, planId, status: event.status === 'cancelled' ? 'cancelled' : 'scheduled',
        startsAt, endsAt: new Date(startsAt.getTime() + event.minutes * MINUTE_MS), doorsAt: event.doorsMinutes ? new Date(startsAt.getTime() - event.doorsMinutes * MINUTE_MS) : null,
        saleStartsAt, saleEndsAt: startsAt, perPersonLimit: limit, allowsSingleSeats: !event.leavesNoSingleSeat, refundTerms: DEMO_REFUND_TERMS, changeTerms: USUAL_CHANGE_TERMS
      },
      toSell: {
        id, key: `${event.slug} ${session.day} ${session.week} ${session.time}`, plan, ticketTypes: ticketTypesOf(event, plan), share: session.sold, limit,
        soldFrom: saleStartsAt, soldUntil: new Date(Math.min(today.getTime(), startsAt.getTime())), isOver: startsAt < today,
        ...(event.pricesMove && { moving: { startsAt: startsAt.toISOString(), timeZone: zone } })
      }
    }
  })
}

/** An adult price for every priced category of the plan, in the order of the plan, and the concession beside it. */
function ticketTypesOf(event: DemoEvent, plan: SeatingPlan): SessionToSell['ticketTypes'] {
  return plan.categories.filter(category => event.prices[category.key] !== undefined).flatMap((category) => {
    const yuan = event.prices[category.key]!
    const full = { id: newId(), categoryKey: category.key, nameEn: category.name.en, nameZh: category.name.zh, priceMinor: yuan * 100 }
    if (!event.concession) return [full]
    const { name, share } = event.concession
    return [full, { ...full, id: newId(), nameEn: `${category.name.en}, ${name.en.toLowerCase()}`, nameZh: `${category.name.zh}·${name.zh}`, priceMinor: Math.round(yuan * share / 10) * 1000 }]
  })
}
