import type { TicketTypeRow } from '#drizzle/schema/pricing.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import type { LocalText } from '#shared/text/local-text.ts'

/**
 * The ticket type at which a seat or standing place of plan category `categoryKey` sells at `now`: the wanted one, or the
 * first that is on sale. `types` are all ticket types of the session in selling order (`ticketTypesOfSession`).
 *
 * Throws `invalid-input` where the wanted type does not price this category (so a child's price of the gallery never buys
 * the stalls), and `seat-not-for-sale` where nothing sells it now; `names` are told to the reader.
 */
export function ticketTypeFor(types: readonly TicketTypeRow[], categoryKey: string, wantedId: string | undefined, now: Date, names: () => LocalText[] = () => []): TicketTypeRow {
  const ofCategory = types.filter(type => type.categoryKey === categoryKey)
  if (wantedId !== undefined) {
    const wanted = ofCategory.find(type => type.id === wantedId)
    if (!wanted) throw new DomainError('invalid-input', { errors: [{ path: 'ticketTypeId', message: 'is not a price of this part of the hall', code: 'custom' }] })
    if (!isOnSale(wanted, now)) throw new DomainError('seat-not-for-sale', { seatNames: names() })
    return wanted
  }
  const first = ofCategory.find(type => isOnSale(type, now))
  if (!first) throw new DomainError('seat-not-for-sale', { seatNames: names() })
  return first
}

/** Whether `now` lies in the type's own sale window; a type without one sells whenever its session does. */
export function isOnSale(type: Pick<TicketTypeRow, 'saleStartsAt' | 'saleEndsAt'>, now: Date): boolean {
  return (!type.saleStartsAt || type.saleStartsAt <= now) && (!type.saleEndsAt || now < type.saleEndsAt)
}
