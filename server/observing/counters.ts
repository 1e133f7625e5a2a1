/** What this process has done since it began, in plain numbers: counting must cost nothing, whether somebody asks or not. */
export const counters = {
  sql: { statements: 0, failures: 0, underWay: 0, transactionsOpen: 0 },
  redis: { calls: 0, failures: 0 },
  /** News that the relay delivered, and put off, by topic: `order.paid`, `seats.changed` and so on. */
  news: { delivered: new Map<string, number>(), putOff: new Map<string, number>() },
  /** Runs of jobs by how their try ended: `<job> done`, `<job> failed`, `<job> paused`. */
  runs: new Map<string, number>(),
  holds: { made: 0, refused: 0 }
}

export function countUp(counts: Map<string, number>, name: string, by = 1): void {
  counts.set(name, (counts.get(name) ?? 0) + by)
}
