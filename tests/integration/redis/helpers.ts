/** Runs `work` on every item, `width` at a time; results in the order of the items. */
export async function inParallel<Item, Result>(items: Item[], width: number, work: (item: Item) => Promise<Result>): Promise<Result[]> {
  const results: Result[] = []
  const queue = items.entries()
  await Promise.all(range(width).map(async () => {
    for (const [n, item] of queue) results[n] = await work(item)
  }))
  return results
}

export function range(length: number): number[] {
  return Array.from({ length }, (_, n) => n)
}

/** Both ends included. */
export function randomInt(min: number, max: number): number {
  return min + Math.floor(Math.random() * (max - min + 1))
}

/** Time limit of a call where what it does is in question, and not how long Redis may take on a busy machine. */
export const PATIENT_MS = 15_000
