import { vi } from 'vitest'

const STEP_MS = 30_000

/**
 * Stops the date in the middle of a time step of authenticator apps, so that none ends between the app and the server. Timers go
 * on. @returns what lets the date go on
 */
export function stopDateWithinStep(): () => void {
  vi.useFakeTimers({ toFake: ['Date'], now: (Math.floor(Date.now() / STEP_MS) + 0.5) * STEP_MS })
  return () => void vi.useRealTimers()
}
