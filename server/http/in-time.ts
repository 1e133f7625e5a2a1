import { DomainError } from '#shared/errors/domain-error.ts'

/** A load balancer takes an instance out when it is slow to answer, so health gives up long before a purchase would, in ms. */
const PATIENCE_MS = 1_000

/** What `work` gives, or `unavailable` where it takes longer than whoever asks for the health of the house will wait. */
export async function inTime<T>(work: Promise<T>): Promise<T> {
  let patience: NodeJS.Timeout | undefined
  const impatience = new Promise<never>((_, reject) => {
    patience = setTimeout(() => reject(new DomainError('unavailable', { retryAfterSeconds: 1 })), PATIENCE_MS)
  })
  try {
    return await Promise.race([work, impatience])
  } finally {
    clearTimeout(patience)
  }
}
