import type { MarkKind, Point } from '#shared/seating/plan.ts'
import type { LocalText } from '#shared/text/local-text.ts'
import type { Into } from '../add.ts'
import type { Drawing } from '../document.ts'
import type { Preview } from '../paint/paint-overlay.ts'
import type { Planner } from '../planner.ts'

export const TOOLS = ['select', 'lasso', 'pan', 'row', 'block', 'table', 'area', 'stage', 'screen', 'wall', 'text', 'mark', 'brush'] as const
export type ToolName = (typeof TOOLS)[number]

/** What the tools draw with; the page changes it. Lengths are centimetres. */
export interface ToolSettings {
  category: string
  into: Into
  seatPitch: number
  rowPitch: number
  /** Grid step; 0 is none. */
  grid: number
  snapsToNeighbours: boolean
  table: { form: 'round' | 'rectangle', chairs: number, width: number, height: number, soldAs: 'chair' | 'whole' }
  markKind: MarkKind
  text: LocalText
  /** What a brush paints: the category, or one of the bits of `SeatFlag`, which it takes away from seats that have it. */
  brush: 'category' | number
  stageLabel: LocalText
  screenLabel: LocalText
}

/** What a tool may do and ask. */
export interface Bench {
  planner: Planner
  settings: () => ToolSettings
  /** Centimetres to a CSS pixel: what a hand can hit is measured on the screen. */
  pixel: () => number
  /** Shows another drawing, or the real one (null), and what the tool is about. */
  show: (preview: Preview | null, drawing?: Drawing | null) => void
  /** The tool has done its work: back to picking. */
  done: () => void
  say: (kind: 'seats' | 'degrees' | 'size', ...values: number[]) => string
}

export interface Keys { shift: boolean, alt: boolean, ctrl: boolean }

/** A tool in hand. Points are of the plan. */
export interface Tool {
  cursor: string
  down(at: Point, keys: Keys): void
  /** Also while no button is pressed. */
  move(at: Point, keys: Keys): void
  up(at: Point, keys: Keys): void
  double?(at: Point): void
  /** Ends what takes several clicks. */
  finish?(): void
  /** Lets go without doing anything. */
  cancel(): void
}

/** A point on the grid, where there is one. */
export function onGrid(point: Point, grid: number): Point {
  return grid > 0 ? { x: Math.round(point.x / grid) * grid, y: Math.round(point.y / grid) * grid } : point
}
