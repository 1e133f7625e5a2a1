import { alternativesTo } from '#server/domain/inventory/index.ts'
import type { House } from '#server/house.ts'
import { DomainError } from '#shared/errors/domain-error.ts'

/** Does `work`; where seats were lost to somebody faster, the refusal offers free ones nearby (`alternatives`, seat ids). */
export async function offerAlternatives<T>(house: House, sessionId: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof DomainError && error.code === 'seat-taken')) throw error
    const alternatives = await alternativesTo(house, sessionId, error.data.seatIndexes as number[]).catch(() => [])
    throw new DomainError('seat-taken', { ...error.data, alternatives })
  }
}
