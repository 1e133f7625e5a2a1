const MINUTE = 60
const HOUR = 60 * MINUTE

/** Waits before each repetition, in s: soon at first, and the last one three days after the first try. */
const WAITS = [5, 30, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 10 * HOUR, 14 * HOUR, 20 * HOUR, 20 * HOUR + 24 * MINUTE + 25]

/** After so long without one delivery a receiver is turned off, in days. */
export const FAILING_DAYS = 3

/** How long to wait after try number `tries` failed, in s, up to a tenth more, so that what failed together does not come back together; null: that was the last. */
export function waitAfter(tries: number, random: () => number = Math.random): number | null {
  const wait = WAITS[tries - 1]
  return wait === undefined ? null : Math.round(wait * (1 + random() / 10))
}
