import type { CountTry } from '../rate-limiter.ts'

/** What scripts/rate-limit.ts does, in this process's memory. */
export function memoryWindows(): CountTry {
  const kept = new Map<string, { tries: number[], endsAtMs: number }>()

  return async (keys, windows) => {
    const now = Date.now()
    const tries = windows.map((window, i) => kept.get(keys[i]!)?.tries.filter(at => at > now - window.windowSeconds * 1000) ?? [])
    const isFull = windows.map((window, i) => tries[i]!.length >= window.limit)
    const waits = windows.map((window, i) => isFull[i] && !window.isNote ? (tries[i]![0] ?? now) + window.windowSeconds * 1000 - now : 0)
    const waitMs = Math.max(0, ...waits)
    if (waitMs > 0) return { refusedBy: waits.indexOf(waitMs), waitMs }
    for (const [i, window] of windows.entries()) if (!isFull[i]) keep(keys[i]!, [...tries[i]!, now], now + window.windowSeconds * 1000)
    return { refusedBy: null, waitMs: 0 }
  }

  function keep(key: string, tries: number[], endsAtMs: number) {
    if (!kept.has(key) && kept.size % 1000 === 999) dropDead()
    kept.set(key, { tries, endsAtMs })
  }

  function dropDead() {
    for (const [key, window] of kept) if (window.endsAtMs <= Date.now()) kept.delete(key)
  }
}
