/** What is worth drawing at a zoom. All from one number: CSS pixels between two neighbours in a row. */
export interface Detail {
  /** Seats are drawn at all; below, bands of colour stand for the rows. */
  hasSeats: boolean
  /** Seats are round; below, small squares, which are much cheaper. */
  isRound: boolean
  /** Marks inside seats (dash, check, wheelchair). */
  hasMarks: boolean
  hasRowLabels: boolean
  hasNumbers: boolean
  /** Strength of the bands, 0 to 1. */
  bandAlpha: number
  /** Strength of section names, 0 to 1. */
  nameAlpha: number
}

/** Pixels between neighbours from which a finger can choose a seat; nearer out, a tap zooms in. */
export const TOUCH_PITCH = 20
/** The same for a mouse. */
export const MOUSE_PITCH = 10
/** Where a tap on a section or a double tap zooms to. */
export const READING_PITCH = 30
/** As near as it gets. */
export const NEAREST_PITCH = 60

export function detailAt(seatPixels: number): Detail {
  return {
    hasSeats: seatPixels >= 3.6,
    isRound: seatPixels >= 7,
    hasMarks: seatPixels >= 13,
    hasRowLabels: seatPixels >= 13,
    hasNumbers: seatPixels >= 24,
    bandAlpha: 1 - 0.9 * ramp(seatPixels, 3.4, 5),
    nameAlpha: 1 - ramp(seatPixels, 9.5, 12)
  }
}

function ramp(value: number, from: number, to: number): number {
  return Math.min(Math.max((value - from) / (to - from), 0), 1)
}
