/** From when on a list is called old, in ms: a quarter of an hour is a good part of the time in which a house fills. */
export const STALE_MS = 15 * 60_000

/** `40 s`, `12 min`, `3 h`. */
export function ageText(t: (key: string, values: { n: number }) => string, ms: number): string {
  if (ms < 90_000) return t('gate.seconds', { n: Math.floor(ms / 1_000) })
  if (ms < 90 * 60_000) return t('gate.minutes', { n: Math.floor(ms / 60_000) })
  return t('gate.hours', { n: Math.floor(ms / 3_600_000) })
}
