/** Waits until `isTrue` holds; fails with `what` where it does not within `timeoutMs`. @returns how long it took, in ms */
export async function until(what: string, isTrue: () => Promise<boolean> | boolean, timeoutMs = 10_000): Promise<number> {
  const startedAt = performance.now()
  for (;;) {
    if (await isTrue()) return performance.now() - startedAt
    if (performance.now() - startedAt > timeoutMs) throw new Error(`${what}: not within ${timeoutMs} ms`)
    await new Promise(resolve => setTimeout(resolve, 50))
  }
}
