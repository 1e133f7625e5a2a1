import type { SeatingPlan } from '#shared/seating/plan.ts'
import { css, inkOn, mix, parseColour, type Rgb, standingOut } from './colour.ts'

export type Theme = 'light' | 'dark'

/** All colours of a map in one theme. */
export interface Palette {
  theme: Theme
  ground: Rgb
  ink: string
  muted: string
  /** Behind the seats of an outlined section. */
  panel: string
  line: string
  table: string
  tableEdge: string
  stage: Rgb
  stageInk: string
  pitch: string
  pitchLine: string
  held: string
  sold: string
  soldOut: Rgb
  offSale: string
  label: string
  accent: Rgb
  accentInk: string
  /** By index of the plan's categories. */
  categories: Rgb[]
}

/** The colours of a plan on a light or dark page. `accent` is `#rrggbb`: the house's one accent, used for what is the visitor's own. */
export function paletteOf(plan: SeatingPlan, theme: Theme, accent: string): Palette {
  const isLight = theme === 'light'
  // The page's own paper and ink (app/assets/main.css).
  const ground: Rgb = isLight ? [251, 247, 240] : [21, 16, 13]
  const ink: Rgb = isLight ? [28, 21, 18] : [255, 248, 238]
  const own = standingOut(parseColour(accent), ground)
  return {
    theme,
    ground,
    ink: css(ink),
    muted: css(mix(ink, ground, 0.38)),
    panel: css(ink, isLight ? 0.035 : 0.05),
    line: css(ink, isLight ? 0.14 : 0.18),
    table: css(mix(ink, ground, isLight ? 0.86 : 0.8)),
    tableEdge: css(mix(ink, ground, 0.45)),
    stage: isLight ? [48, 38, 32] : [75, 63, 54],
    stageInk: css([251, 247, 240], 0.92),
    pitch: isLight ? 'rgba(64,120,80,0.14)' : 'rgba(110,190,130,0.14)',
    pitchLine: isLight ? 'rgba(64,120,80,0.4)' : 'rgba(120,200,140,0.35)',
    held: css(mix(ink, ground, isLight ? 0.46 : 0.42)),
    sold: css(mix(ink, ground, isLight ? 0.68 : 0.62)),
    soldOut: mix(ink, ground, isLight ? 0.83 : 0.78),
    offSale: css(mix(ink, ground, 0.82)),
    label: css(ground, 0.92),
    accent: own,
    accentInk: css(inkOn(own)),
    categories: plan.categories.map(category => standingOut(parseColour(category.color), ground))
  }
}
