import { asc, inArray } from 'drizzle-orm'
import type { Queryable } from '#drizzle/database.ts'
import { type EventRow, type SessionRow, type TicketTypeRow, events, movingPrices, promoCodes, sessions } from '#drizzle/schema/index.ts'
import { ticketTypesOfSessions } from '#server/domain/pricing/index.ts'
import type { EventDocument } from '#shared/publishing/event-document.ts'

type MovingPriceRow = typeof movingPrices.$inferSelect
type PromoCodeRow = typeof promoCodes.$inferSelect

/** The rows that visitors see the effect of. */
export interface EventRows { event: EventRow, sessions: SessionRow[], ticketTypes: TicketTypeRow[], promoCodes: PromoCodeRow[], movingPrices?: MovingPriceRow[] }

/**
 * The document of an event by its rows: for events older than documents. Reading it again gives the same keys, because each
 * key is the id of a row.
 */
export async function documentOf(db: Queryable, eventId: string): Promise<EventDocument> {
  return (await documentsOf(db, [eventId])).get(eventId)!
}

/** Those of several events in five queries. */
export async function documentsOf(db: Queryable, eventIds: string[]): Promise<Map<string, EventDocument>> {
  if (eventIds.length === 0) return new Map()
  const [eventRows, sessionRows, codeRows] = await Promise.all([
    db.select().from(events).where(inArray(events.id, eventIds)),
    db.select().from(sessions).where(inArray(sessions.eventId, eventIds)).orderBy(asc(sessions.startsAt), asc(sessions.id)),
    db.select().from(promoCodes).where(inArray(promoCodes.eventId, eventIds)).orderBy(asc(promoCodes.code))
  ])
  const types = await ticketTypesOfSessions(db, sessionRows.map(session => session.id))
  const moving = types.length === 0 ? [] : await db.select().from(movingPrices).where(inArray(movingPrices.ticketTypeId, types.map(type => type.id)))
  const sessionsByEvent = Map.groupBy(sessionRows, session => session.eventId)
  const eventOfSession = new Map(sessionRows.map(session => [session.id, session.eventId]))
  const typesByEvent = Map.groupBy(types, type => eventOfSession.get(type.sessionId))
  return new Map(eventRows.map(event => [event.id, documentFromRows({
    event,
    sessions: sessionsByEvent.get(event.id) ?? [],
    ticketTypes: typesByEvent.get(event.id) ?? [],
    promoCodes: codeRows.filter(code => code.eventId === event.id && code.retiredAt === null),
    movingPrices: moving
  })]))
}

/** The document that these rows say. Hold length, limit and the rule of single seats, which a document has once, are those of the first session. */
export function documentFromRows({ event, sessions: ofEvent, ticketTypes, promoCodes: codes, movingPrices: moving = [] }: EventRows): EventDocument {
  const first = ofEvent[0]
  return {
    name: { en: event.nameEn, zh: event.nameZh },
    summary: { en: event.summaryEn, zh: event.summaryZh },
    description: { en: event.descriptionEn, zh: event.descriptionZh },
    organiser: { en: event.organiserEn, zh: event.organiserZh },
    performers: event.performers,
    categoryId: event.categoryId!,
    cover: event.coverImageId ? { kind: 'image', imageId: event.coverImageId } : { kind: 'poster', seed: event.posterSeed },
    currency: ticketTypes[0]?.currency ?? 'CNY',
    holdSeconds: Math.max(120, first?.holdSeconds ?? 600),
    perPersonLimit: first?.perPersonLimit ?? 6,
    ...(first?.allowsSingleSeats && { allowsSingleSeats: true }),
    ...(event.codeRule !== 'fixed' && { codeRule: event.codeRule }),
    ...(!event.allowsResale && { allowsResale: false }),
    ...(event.needsIdentity && { needsIdentity: true }),
    ...(first?.refundTerms && { refundTerms: first.refundTerms }),
    ...(first?.changeTerms && { changeTerms: first.changeTerms }),
    sessions: ofEvent.map(session => ({
      key: session.id,
      status: event.status === 'cancelled' ? 'cancelled' : session.status,
      venueId: session.venueId,
      planId: session.planId,
      startsAt: session.startsAt.toISOString(),
      endsAt: session.endsAt.toISOString(),
      doorsAt: iso(session.doorsAt),
      saleStartsAt: session.saleStartsAt.toISOString(),
      saleEndsAt: session.saleEndsAt.toISOString()
    })),
    ticketTypes: documentTypes(ofEvent, ticketTypes, new Map(moving.map(row => [row.ticketTypeId, row]))),
    promoCodes: codes.map(code => ({
      key: code.documentKey, code: code.code, percentOff: code.percentOff, amountOffMinor: code.amountOffMinor, maxUses: code.maxUses,
      startsAt: iso(code.startsAt), endsAt: iso(code.endsAt)
    }))
  }
}

/** Rows that say the same for several sessions of one hall are one price of the document. */
function documentTypes(ofEvent: SessionRow[], types: TicketTypeRow[], moving: ReadonlyMap<string, MovingPriceRow>): EventDocument['ticketTypes'] {
  const planOf = new Map(ofEvent.map(session => [session.id, session.planId]))
  const sameOffer = (type: TicketTypeRow) => type.documentKey ?? JSON.stringify([
    planOf.get(type.sessionId), type.categoryKey, type.nameEn, type.nameZh, moving.get(type.id)?.startingMinor ?? type.priceMinor, moving.get(type.id)?.rules ?? null, type.saleStartsAt, type.saleEndsAt
  ])
  return [...Map.groupBy(types, sameOffer).values()].map((rows) => {
    const first = rows[0]!
    const planId = planOf.get(first.sessionId)!
    const sells = new Set(rows.map(row => row.sessionId))
    const onPlan = ofEvent.filter(session => session.planId === planId).map(session => session.id)
    return {
      sortOrder: first.sortOrder,
      type: {
        key: first.documentKey ?? first.id, name: { en: first.nameEn, zh: first.nameZh }, planId, categoryKey: first.categoryKey,
        sessionKeys: onPlan.every(id => sells.has(id)) ? null : onPlan.filter(id => sells.has(id)),
        priceMinor: moving.get(first.id)?.startingMinor ?? first.priceMinor, saleStartsAt: iso(first.saleStartsAt), saleEndsAt: iso(first.saleEndsAt),
        ...(moving.has(first.id) && { priceRules: moving.get(first.id)!.rules })
      }
    }
  }).toSorted((a, b) => a.sortOrder - b.sortOrder).map(({ type }) => type)
}

const iso = (date: Date | null) => date?.toISOString() ?? null

/** What visitors see the effect of: the approved document, or what the rows of an event older than documents say. */
export async function approvedDocumentOf(db: Queryable, event: EventRow): Promise<EventDocument | null> {
  if (event.approvedDocument) return event.approvedDocument
  return event.status === 'approved' || event.status === 'cancelled' || event.status === 'ended' ? await documentOf(db, event.id) : null
}
