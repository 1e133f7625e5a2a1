import type { CountTry } from '../rate-limiter.ts'

/** What scripts/rate-limit.ts does, in this process's memory. */
export function memoryWindows(): CountTry {
  const windows = new Map<string, { tries: number[], endsAtMs: number }>()

  return async (key, limit, windowMs) => {
    const now = Date.now()
    if (!windows.has(key) && windows.size % 1000 === 999) dropDead(now)
    const tries = windows.get(key)?.tries.filter(at => at > now - windowMs) ?? []
    if (tries.length >= limit) return (tries[0] ?? now) + windowMs - now
    windows.set(key, { tries: [...tries, now], endsAtMs: now + windowMs })
    return 0
  }

  function dropDead(now: number) {
    for (const [key, window] of windows) if (window.endsAtMs <= now) windows.delete(key)
  }
}
