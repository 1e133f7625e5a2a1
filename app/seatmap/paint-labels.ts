import type { Point } from '#shared/seating/plan.ts'
import { toScreen } from './camera.ts'
import { css, quietInkOn } from './colour.ts'
import type { Detail } from './detail.ts'
import { widthAround } from './geometry.ts'
import { bandColour } from './paint-ground.ts'
import { type Scene, say, type View } from './scene.ts'

type Brush = CanvasRenderingContext2D
interface Line { words: string, size: number, weight: number }

/** Sizes of names in CSS pixels, the wanted one first; standing areas are large and few. */
const NAME_SIZES = [14, 12.5, 11]
const AREA_SIZES = [16, ...NAME_SIZES]

/** Names, prices and what is left: sections while they are seen as a whole, standing areas always. */
export function paintLabels(c: Brush, scene: Scene, view: View, detail: Detail): void {
  c.setTransform(view.ratio, 0, 0, view.ratio, 0, 0)
  c.textAlign = 'center'
  c.textBaseline = 'middle'
  // A hall that is one section needs no name for it.
  if (detail.nameAlpha > 0 && scene.model.sections.length > 1) {
    c.globalAlpha = detail.nameAlpha
    const isShort = scene.model.sections.some((_, section) => needsShortName(c, scene, view, section))
    const size = isShort ? commonSize(c, scene, view) : null
    scene.model.sections.forEach((_, section) => paintSectionLabel(c, scene, view, section, detail, size))
    c.globalAlpha = 1
  }
  scene.model.plan.areas.forEach((_, area) => paintAreaLabel(c, scene, view, area))
}

/** Numbered sections are all named in the same way: where one has room for its number only, the others show theirs only. */
function needsShortName(c: Brush, scene: Scene, view: View, section: number): boolean {
  const { outline, anchor, seatCount } = scene.model.sections[section]!
  const words = say(scene.model.plan.sections[section]!.name, scene.locale)
  if (seatCount === 0 || !numberIn(words)) return false
  const line = { words, size: NAME_SIZES.at(-1)!, weight: 650 }
  return widthOf(c, scene, line) > roomIn(outline, anchor, view)(line.size)
}

/** Sizes of a number that stands alone, CSS pixels. */
const NUMBER_SIZES = [14, 12, 10.5, 9, 8]

/** The largest size in which the numbers of all sections fit, upright or turned; the smallest where there is none. */
function commonSize(c: Brush, scene: Scene, view: View): number {
  const { sections, plan } = scene.model
  return NUMBER_SIZES.find(size => sections.every(({ outline, turned, anchor, seatCount }, section) => {
    const words = numberIn(say(plan.sections[section]!.name, scene.locale))
    if (seatCount === 0 || !words) return true
    const width = widthOf(c, scene, { words, size, weight: 650 })
    return width <= roomIn(outline, anchor, view, SLACK)(size) || width <= roomIn(turned.outline, anchor, view, SLACK)(size)
  })) ?? NUMBER_SIZES.at(-1)!
}

/** `size`: of the number that is shown instead of the whole name; null for names. */
function paintSectionLabel(c: Brush, scene: Scene, view: View, section: number, detail: Detail, size: number | null): void {
  const facts = scene.model.sections[section]!
  const at = toScreen(view.camera, view.viewport, facts.anchor)
  if (facts.seatCount === 0 || !isNear(at, view)) return
  const whole = say(scene.model.plan.sections[section]!.name, scene.locale)
  const number = size === null ? undefined : numberIn(whole)
  const room = roomIn(facts.outline, facts.anchor, view, number ? SLACK : undefined)
  const isOpen = scene.model.version >= 0
  const ink = css(quietInkOn(bandColour(scene, facts.categories[0]!, isOpen ? scene.model.shareLeft(section) : 1)))
  if (number && !detail.hasSeats) {
    const line = { words: number, size: size!, weight: 650 }
    if (widthOf(c, scene, line) > room(line.size)) return paintTurned(c, scene, at, facts.turned.angle, line, ink)
  }
  const name = number ?? whole
  const sizes = size === null ? NAME_SIZES : [size]
  if (detail.hasSeats) return paintOnCard(c, scene, at, fitted(c, scene, name, [], room, sizes))
  const free = scene.model.matchingIn(section)
  const left = free > 0 ? scene.texts.placesLeft(free) : scene.model.matches === null ? scene.texts.soldOut : ''
  const prices = scene.texts.priceRange(facts.categories.flatMap(category => scene.prices[category] ?? []))
  // A sold-out section has no price any more.
  const further = isOpen && scene.model.freeInSection[section] === 0 ? [left] : [prices, isOpen ? left : '']
  paintLines(c, at, fitted(c, scene, name, further, room, sizes), scene, ink)
}

/** A number along the section that is too narrow for it upright. */
function paintTurned(c: Brush, scene: Scene, at: Point, angle: number, line: Line, ink: string): void {
  c.save()
  c.translate(at.x, at.y)
  c.rotate(angle)
  c.fillStyle = ink
  c.font = fontOf(scene, line)
  c.fillText(line.words, 0, line.size * 0.05)
  c.restore()
}

function paintAreaLabel(c: Brush, scene: Scene, view: View, index: number): void {
  const area = scene.model.plan.areas[index]!
  const middle = scene.model.areaAnchors[index]!
  const at = toScreen(view.camera, view.viewport, middle)
  if (!isNear(at, view)) return
  const stock = scene.model.areaStock.get(area.key)
  const price = scene.prices[area.category]
  const share = stock && stock.capacity > 0 ? stock.free / stock.capacity : 0
  const mine = scene.standingMine.get(area.key)
  const name = say(area.name, scene.locale)
  const further = [
    price ? scene.texts.priceRange([price]) : '',
    stock ? (stock.free > 0 ? scene.texts.placesLeft(stock.free) : scene.texts.soldOut) : ''
  ]
  paintLines(c, at, fitted(c, scene, mine ? `${name} × ${mine}` : name, further, roomIn(area.outline, middle, view), AREA_SIZES), scene, css(quietInkOn(bandColour(scene, area.category, share))))
}

/** Room for a box of a given height, all in CSS pixels. */
type Room = (height: number) => number

function roomIn(outline: readonly Point[], at: Point, { camera }: View, slack = 6): Room {
  return height => widthAround(outline, at, height / camera.scale) * camera.scale - slack
}

/** A number alone may come nearer to the edge than a name. */
const SLACK = 2

/** The name in the largest size that fits, its number alone where the whole does not, and further lines in their order as far as there is room. */
function fitted(c: Brush, scene: Scene, name: string, further: string[], room: Room, sizes = NAME_SIZES): Line[] {
  const number = numberIn(name)
  const choices = [...sizes.map(size => ({ words: name, size, weight: 650 })), ...(number ? [12, 10.5, 9] : [9.5]).map(size => ({ words: number ?? name, size, weight: 650 }))]
  const first = choices.find(line => widthOf(c, scene, line) <= room(line.size))
  if (!first) return []
  const lines: Line[] = [first]
  for (const words of further) {
    if (!words || first.size < 10) continue
    const line = { words, size: Math.max(first.size * 0.85, 10), weight: 450 }
    const width = Math.max(...[...lines, line].map(l => widthOf(c, scene, l)))
    if (width > room(heightOf([...lines, line]) + 8)) break
    lines.push(line)
  }
  return lines
}

const numberIn = (name: string) => /[A-Z]*\d+[A-Z]*/.exec(name)?.[0]

function widthOf(c: Brush, scene: Scene, line: Line): number {
  c.font = fontOf(scene, line)
  return c.measureText(line.words).width
}

function paintOnCard(c: Brush, scene: Scene, at: Point, lines: Line[]): void {
  if (lines.length === 0) return
  const width = Math.max(...lines.map(line => widthOf(c, scene, line))) + 12
  const height = heightOf(lines) + 4
  c.fillStyle = scene.palette.label
  c.beginPath()
  c.roundRect(at.x - width / 2, at.y - height / 2, width, height, 7)
  c.fill()
  paintLines(c, at, lines, scene, scene.palette.ink)
}

function paintLines(c: Brush, at: Point, lines: Line[], scene: Scene, ink: string): void {
  let y = at.y - heightOf(lines) / 2
  c.fillStyle = ink
  for (const line of lines) {
    c.font = fontOf(scene, line)
    c.fillText(line.words, at.x, y + line.size * 0.65)
    y += line.size * 1.3
  }
}

function heightOf(lines: Line[]): number {
  return lines.reduce((sum, line) => sum + line.size * 1.3, 0)
}

function fontOf(scene: Scene, line: Line): string {
  return `${line.weight} ${line.size}px ${scene.fontFamily}`
}

function isNear(at: Point, { viewport }: View): boolean {
  return at.x > -100 && at.y > -40 && at.x < viewport.width + 100 && at.y < viewport.height + 40
}
