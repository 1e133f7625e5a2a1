import type { SaleSession } from '#server/domain/inventory/index.ts'
import { DomainError } from '#shared/errors/domain-error.ts'

/** Seats of a session by their public names, each once. Throws `seat-not-in-session`. */
export function seatsNamed(sale: SaleSession, seatIds: readonly string[]): number[] {
  const unknown = seatIds.filter(id => !sale.seatIndexById.has(id))
  if (unknown.length > 0) throw new DomainError('seat-not-in-session', { seatNames: unknown.slice(0, 20) })
  return [...new Set(seatIds.map(id => sale.seatIndexById.get(id)!))]
}
