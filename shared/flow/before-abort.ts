/**
 * The result of `work`, or the reason of `signal` where that comes first: for libraries that cannot be told to stop. What they do goes on
 * by itself, and ends by their own time limit.
 */
export async function beforeAbort<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  // Whoever gave up does not hear of a later failure.
  work.catch(() => {})
  signal.throwIfAborted()
  let giveUp: () => void
  const aborted = new Promise<never>((_, reject) => {
    giveUp = () => reject(signal.reason as Error)
    signal.addEventListener('abort', giveUp, { once: true })
  })
  try {
    return await Promise.race([work, aborted])
  } finally {
    signal.removeEventListener('abort', giveUp!)
  }
}
