/** What a payment took, and what of it went back already, in minor units and points. */
export interface Mix { amountMinor: number, pointsMinor: number }

/**
 * Splits what goes back over money and points in the proportion in which it was paid. Counted over all that went back so far, so
 * that many small refunds come to the same as one: the last of them takes exactly what is left of each. `value` is at most what is
 * left of both together; throws `RangeError` otherwise.
 */
export function splitRefund(paid: Mix, back: Mix, value: number): Mix {
  const whole = paid.amountMinor + paid.pointsMinor
  const gone = back.amountMinor + back.pointsMinor
  if (!Number.isSafeInteger(value) || value <= 0 || value > whole - gone) throw new RangeError(`${value} of ${whole - gone} cannot go back`)
  // BigInt: an amount times an amount leaves the safe integers soon.
  const pointsAfter = Number(BigInt(paid.pointsMinor) * BigInt(gone + value) / BigInt(whole))
  const points = Math.min(Math.max(pointsAfter - back.pointsMinor, value - (paid.amountMinor - back.amountMinor), 0), paid.pointsMinor - back.pointsMinor, value)
  return { amountMinor: value - points, pointsMinor: points }
}
