/** Red, green and blue, 0 to 255. */
export type Rgb = readonly [number, number, number]

const WHITE: Rgb = [255, 255, 255]
const BLACK: Rgb = [16, 16, 20]

/** `#rrggbb` to numbers; a middle grey for anything else. */
export function parseColour(hex: string): Rgb {
  const match = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(hex)
  if (!match) return [128, 128, 136]
  return [Number.parseInt(match[1]!, 16), Number.parseInt(match[2]!, 16), Number.parseInt(match[3]!, 16)]
}

export function css(colour: Rgb, alpha = 1): string {
  return `rgba(${Math.round(colour[0])},${Math.round(colour[1])},${Math.round(colour[2])},${alpha})`
}

/** `share` of `b` in `a`, 0 to 1. */
export function mix(a: Rgb, b: Rgb, share: number): Rgb {
  return [a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share, a[2] + (b[2] - a[2]) * share]
}

/** Relative luminance, 0 to 1 (WCAG 2.2). */
export function luminance(colour: Rgb): number {
  const [r, g, b] = colour.map((value) => {
    const share = value / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  }) as [number, number, number]
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

/** Contrast ratio of two colours, 1 to 21 (WCAG 2.2). */
export function contrast(a: Rgb, b: Rgb): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number]
  return (light + 0.05) / (dark + 0.05)
}

/** The colour, as little changed as is needed to stand out from the ground by 3 to 1 (WCAG 2.2, 1.4.11). */
export function standingOut(colour: Rgb, ground: Rgb): Rgb {
  const away = luminance(ground) > 0.4 ? BLACK : WHITE
  let result = colour
  for (let share = 0.05; contrast(result, ground) < 3 && share <= 1; share += 0.05) result = mix(colour, away, share)
  return result
}

/** Dark ink wherever it can be read well, so that names beside each other look alike. */
export function quietInkOn(colour: Rgb): Rgb {
  return contrast(colour, BLACK) >= 4 ? BLACK : WHITE
}

/** Black or white: whichever is read better on the colour. */
export function inkOn(colour: Rgb): Rgb {
  return contrast(colour, WHITE) >= contrast(colour, BLACK) ? WHITE : BLACK
}
