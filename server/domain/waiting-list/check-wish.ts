import type { Database } from '#drizzle/database.ts'
import { type HoldStore, LAST_CALL_SECONDS, type SaleSession, placesOf, requireOnSale, saleSession } from '#server/domain/inventory/index.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import type { Person } from '#server/domain/orders/index.ts'
import { type Fit, findFit } from './fit.ts'
import { openPlaces } from './read-pool.ts'
import { readListSettings } from './settings.ts'
import { type Wish, pricedHall } from './wish.ts'

/**
 * Refuses a wish that the list of a session cannot take: the list is closed, the sale is over, it is for more than one person may
 * have, for a part of the hall that is not sold, or for places that can simply be bought.
 */
export async function checkWish(deps: { db: Database, holds: HoldStore }, person: Person, sessionId: string, wish: Wish): Promise<void> {
  const sale = await saleSession(deps.db, sessionId)
  requireOnSale(sale)
  const [settings, had, fit] = await Promise.all([readListSettings(deps.db, sessionId), placesOf(deps.db, sessionId, person.personKey, person.personEmailHash), fitNow(deps, sale, wish)])
  if (!settings.isOn || sale.session.saleEndsAt.getTime() - sale.now().getTime() <= LAST_CALL_SECONDS * 1000) throw new DomainError('waiting-list-closed')
  if (had + wish.places > sale.session.perPersonLimit) throw new DomainError('limit-reached', { limit: sale.session.perPersonLimit, held: had })
  const sold = new Set(sale.ticketTypes.map(type => type.categoryKey))
  const unknown = wish.categoryKeys.filter(key => !sold.has(key))
  if (unknown.length > 0) throw new DomainError('invalid-input', { errors: [{ path: 'wish.categoryKeys', message: `nothing is sold in ${unknown.join(', ')}`, code: 'custom' }] })
  if (fit) throw new DomainError('seats-free')
}

async function fitNow(deps: { db: Database, holds: HoldStore }, sale: SaleSession, wish: Wish): Promise<Fit | null> {
  const open = await openPlaces(deps, sale.session.id)
  const areas = new Map([...open.areas].map(([key, free]) => [key, { free, kept: [] }]))
  return findFit(pricedHall(sale), { free: open.seats, kept: new Map(), areas }, { ...wish, id: '' })
}
