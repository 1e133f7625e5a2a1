import { asc, eq, sql } from 'drizzle-orm'
import { prices, ticketTypes } from '#drizzle/schema/index.ts'
import { holdSeats } from '#server/domain/inventory/index.ts'
import { createOrder } from '#server/domain/orders/index.ts'
import { payOrder } from '#server/domain/payments/index.ts'
import { sweepPrices } from '#server/domain/pricing/index.ts'
import type { PriceRules } from '#shared/pricing/price-rules.ts'
import type { EventDocument } from '#shared/publishing/event-document.ts'
import type { Desk } from '#tests/integration/publishing/desk.ts'
import { givenCustomer } from '#tests/support/fixtures.ts'
import { person } from '#tests/support/house.ts'

/** From half sold 5 % more, from 80 % sold 10 %, between 150 and 250 yuan in tens. */
export const BY_SALES: PriceRules = {
  byTime: [], bySales: [{ soldPercent: 50, percent: 12 }, { soldPercent: 80, percent: 25 }], floorMinor: 15_000, capMinor: 25_000, stepMinor: 1000, coolDownHours: 0
}

/** The play of the desk with one session, whose 30 standing places at 180 yuan move by these rules. */
export function movingPlay(desk: Desk, rules: Partial<PriceRules> = {}): EventDocument {
  const play = desk.play()
  const standing = { ...play.ticketTypes[1]!, priceRules: { ...BY_SALES, ...rules } }
  return { ...play, sessions: [play.sessions[0]!], ticketTypes: [play.ticketTypes[0]!, standing] }
}

/** A session on sale whose standing places have rules. */
export async function movingSale(desk: Desk, rules: Partial<PriceRules> = {}) {
  const { house } = desk
  const { eventId, slug, document } = await desk.approved(movingPlay(desk, rules))
  const sessionId = document.sessions[0]!.key
  const [type] = await house.db.select().from(ticketTypes).where(sql`${ticketTypes.sessionId} = ${sessionId} and ${ticketTypes.categoryKey} = 'floor'`)
  const { userId } = await givenCustomer(house.db, 100_000_000)
  const ticketTypeId = type!.id
  return {
    eventId, slug, sessionId, ticketTypeId, document,
    /** Sells so many standing places, six a buyer at most. */
    async sell(places: number) {
      for (let left = places; left > 0; left -= 6) {
        const buyer = person(house)
        const hold = await holdSeats(house, buyer, sessionId, { standing: [{ areaKey: 'floor', quantity: Math.min(6, left) }] })
        const { orderId, guestSecret } = await createOrder(house, buyer, { sessionId, holdToken: hold.holdToken, contact: { name: 'G', email: `${hold.holdToken.slice(0, 12).toLowerCase()}@example.org` } })
        await house.db.execute(sql`update orders set user_id = ${userId}, guest_secret_hash = null where id = ${orderId}`)
        await payOrder(house, { userId, guestSecret }, orderId, 'points')
      }
    },
    /** So many hours pass since the last change. */
    async wait(hours: number) {
      await house.db.execute(sql`update prices set from_at = from_at - make_interval(hours => ${hours}) where ticket_type_id = ${ticketTypeId}`)
    },
    sweep: () => sweepPrices(house.db),
    /** Every price so far, with what it is for. */
    async history() {
      return await house.db.select().from(prices).where(eq(prices.ticketTypeId, ticketTypeId)).orderBy(asc(prices.number))
    },
    async price() {
      return (await house.db.select({ price: ticketTypes.priceMinor }).from(ticketTypes).where(eq(ticketTypes.id, ticketTypeId)))[0]!.price
    }
  }
}
