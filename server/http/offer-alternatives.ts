import { withOffers } from '#server/domain/inventory/index.ts'
import type { House } from '#server/house.ts'
import { DomainError } from '#shared/errors/domain-error.ts'

/** Does `work`; where seats were lost or a single one would be left over, the refusal offers free ones instead (seat ids). */
export async function offerAlternatives<T>(house: House, sessionId: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw error instanceof DomainError ? await withOffers(house, sessionId, error).catch(() => error) : error
  }
}
