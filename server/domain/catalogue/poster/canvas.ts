/** A poster's colours: the ground and a deeper one, the ink of the title, and three that play. */
export interface Palette { ground: string, deep: string, ink: string, a: string, b: string, c: string }

/** What a motif draws on. Lengths are pixels of the SVG; `u` is a hundredth of the room for the picture. */
export interface Canvas {
  w: number
  h: number
  u: number
  /** Where the picture should have its weight: away from the title. */
  focus: { x: number, y: number }
  p: Palette
  random: () => number
  /** A name for gradients and clips that is unique in this picture. */
  name: (what: string) => string
}

export interface Motif {
  palettes: Palette[]
  /** Where the title stands in the upright shapes. In the wide one it stands on the left. */
  title: 'top' | 'bottom'
  font: 'sans' | 'serif'
  /** Washes a colour of the palette over the picture behind the title. */
  wash?: 'ground' | 'deep'
  /** The same in the wide shape only, where the picture runs under the title. */
  wideWash?: 'ground' | 'deep'
  draw(canvas: Canvas): string
}

type Extra = Record<string, string | number>

const attributes = (extra: Extra) => Object.entries(extra).map(([name, value]) => ` ${name}="${typeof value === 'number' ? short(value) : value}"`).join('')

/** A number as SVG needs it: one decimal, no longer. */
export const short = (value: number) => String(Math.round(value * 10) / 10)

export const rect = (x: number, y: number, width: number, height: number, fill: string, extra: Extra = {}) => `<rect${attributes({ x, y, width, height, fill, ...extra })}/>`
export const circle = (cx: number, cy: number, r: number, fill: string, extra: Extra = {}) => `<circle${attributes({ cx, cy, r, fill, ...extra })}/>`
export const ellipse = (cx: number, cy: number, rx: number, ry: number, fill: string, extra: Extra = {}) => `<ellipse${attributes({ cx, cy, rx, ry, fill, ...extra })}/>`
export const path = (d: string, fill: string, extra: Extra = {}) => `<path${attributes({ d, fill, ...extra })}/>`
export const stroke = (d: string, color: string, width: number, extra: Extra = {}) => path(d, 'none', { 'stroke': color, 'stroke-width': width, ...extra })
export const group = (content: string, extra: Extra) => `<g${attributes(extra)}>${content}</g>`

/** `M x y L x y ...` through the points. */
export const through = (points: [number, number][], close = false) => `M${points.map(([x, y]) => `${short(x)} ${short(y)}`).join('L')}${close ? 'Z' : ''}`
export const polygon = (points: [number, number][], fill: string, extra: Extra = {}) => path(through(points, true), fill, extra)

/** A soft closed curve through the points (quadratic, by their midpoints). */
export function softLoop(points: [number, number][]): string {
  const middle = (a: [number, number], b: [number, number]): [number, number] => [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2]
  const start = middle(points.at(-1)!, points[0]!)
  return `M${short(start[0])} ${short(start[1])}` + points.map((point, i) => {
    const [x, y] = middle(point, points[(i + 1) % points.length]!)
    return `Q${short(point[0])} ${short(point[1])} ${short(x)} ${short(y)}`
  }).join('') + 'Z'
}

/** `count` values of `make`. */
export const times = <T>(count: number, make: (i: number) => T): T[] => Array.from({ length: Math.max(0, Math.round(count)) }, (_, i) => make(i))
export const draw = (count: number, make: (i: number) => string) => times(count, make).join('')

/** A point at an angle (0: to the right, clockwise, in turns) and distance. */
export const polar = (x: number, y: number, turn: number, r: number): [number, number] => [x + r * Math.cos(turn * 2 * Math.PI), y + r * Math.sin(turn * 2 * Math.PI)]

/** A vertical gradient over the box of what it fills. */
export function fade(id: string, stops: [offset: number, color: string, opacity?: number][], direction: 'down' | 'right' | 'round' = 'down'): string {
  const list = stops.map(([offset, color, opacity = 1]) => `<stop offset="${short(offset * 100)}%" stop-color="${color}"${opacity === 1 ? '' : ` stop-opacity="${opacity}"`}/>`).join('')
  if (direction === 'round') return `<radialGradient id="${id}">${list}</radialGradient>`
  return `<linearGradient id="${id}" x1="0" y1="0" x2="${direction === 'right' ? 1 : 0}" y2="${direction === 'down' ? 1 : 0}">${list}</linearGradient>`
}

/** A colour between two, as `#rrggbb`. */
export function mix(from: string, to: string, share: number): string {
  const part = (color: string, at: number) => Number.parseInt(color.slice(at, at + 2), 16)
  return '#' + [1, 3, 5].map(at => Math.round(part(from, at) + (part(to, at) - part(from, at)) * share).toString(16).padStart(2, '0')).join('')
}

/** The whole picture in one colour. */
export const ground = (c: Canvas, fill: string) => rect(0, 0, c.w, c.h, fill)

/** From the colour at the top to the one at the bottom. */
export function sky(c: Canvas, top: string, bottom: string): string {
  const id = c.name('sky')
  return fade(id, [[0, top], [1, bottom]]) + ground(c, `url(#${id})`)
}
