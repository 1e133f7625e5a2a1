import type { LocalText, Locale } from '#shared/text/local-text.ts'
import type { Money } from '#shared/money/money.ts'
import type { Camera, Viewport } from './camera.ts'
import type { SeatMapModel } from './model.ts'
import type { Palette } from './palette.ts'

/** Sentences on the map. The renderer has no words of its own. */
export interface MapTexts {
  /** From the lowest to the highest; empty for none. */
  priceRange: (prices: readonly Money[]) => string
  placesLeft: (places: number) => string
  soldOut: string
  row: (label: string) => string
}

/** What the painters paint. */
export interface Scene {
  model: SeatMapModel
  palette: Palette
  locale: Locale
  texts: MapTexts
  fontFamily: string
  /** The lowest price of a category; null where it is not sold in this session. */
  prices: (Money | null)[]
  /** Places held by the visitor, by key of the area. */
  standingMine: ReadonlyMap<string, number>
}

/** From where it is painted. `ratio`: device pixels per CSS pixel. */
export interface View { camera: Camera, viewport: Viewport, ratio: number }

export function say(text: LocalText, locale: Locale): string {
  return text[locale] || text.en
}
