import { SeatStatus } from '#shared/seating/seat-status.ts'
import { toScreen, visibleBounds } from './camera.ts'
import { css, inkOn } from './colour.ts'
import type { Detail } from './detail.ts'
import { grow } from './geometry.ts'
import { Choice, type SeatMapModel } from './model.ts'
import type { Palette } from './palette.ts'
import { FADED } from './paint-ground.ts'
import type { Scene, View } from './scene.ts'
import { rowLabelsOf } from './row-labels.ts'
import { Mark, paintSprites, type Sprites } from './sprites.ts'

type Brush = CanvasRenderingContext2D

/** The last set of sprites: while panning the size does not change. */
const kept = new WeakMap<Palette, { radius: number, hasMarks: boolean, sprites: Sprites }>()

/** Radius of a seat in device pixels. */
export function seatRadius(model: SeatMapModel, { camera, ratio }: View): number {
  return model.pitch * 0.42 * camera.scale * ratio
}

/** Sprites of the right size for the view. */
export function spritesFor(palette: Palette, radius: number, hasMarks: boolean): Sprites {
  const known = kept.get(palette)
  if (known && Math.abs(known.radius - radius) < 0.05 && known.hasMarks === hasMarks) return known.sprites
  const sprites = paintSprites(palette, radius, hasMarks)
  kept.set(palette, { radius, hasMarks, sprites })
  return sprites
}

/** Paints every seat in view as the server says it is; the visitor's own choice is painted above, by `paintChoice`. */
export function paintSeats(c: Brush, scene: Scene, view: View, detail: Detail): void {
  if (!detail.hasSeats) {
    paintFinds(c, scene, view)
    paintOpened(c, scene, view)
    return
  }
  if (detail.isRound) paintRoundSeats(c, scene, view, detail)
  else paintSquareSeats(c, scene, view)
  paintOpened(c, scene, view)
  if (detail.hasNumbers) paintNumbers(c, scene, view)
  if (detail.hasRowLabels) paintRowLabels(c, scene, view)
}

function paintRoundSeats(c: Brush, scene: Scene, view: View, detail: Detail): void {
  const { model, palette } = scene
  const { x, y, category, flags } = model.plan.seats
  const { matches } = model
  const sprites = spritesFor(palette, seatRadius(model, view), detail.hasMarks)
  const { cell, image } = sprites
  const { scale, left, top } = deviceFrame(view, cell / 2)
  const faded: number[] = []
  const draw = (seat: number, column: number) =>
    c.drawImage(image, column * cell, 0, cell, cell, Math.round(x[seat]! * scale + left), Math.round(y[seat]! * scale + top), cell, cell)

  c.setTransform(1, 0, 0, 1, 0, 0)
  model.grid.forEachIn(grow(visibleBounds(view.camera, view.viewport), model.pitch), (seat) => {
    const status = model.status[seat]
    if (status === SeatStatus.free) {
      if (matches !== null && matches[seat] === 0) faded.push(seat)
      else draw(seat, sprites.columnOfFree(category[seat]!, flags[seat]!))
    } else draw(seat, markOf(status!))
  })
  if (faded.length === 0) return
  c.globalAlpha = FADED
  for (const seat of faded) draw(seat, sprites.columnOfFree(category[seat]!, flags[seat]!))
  c.globalAlpha = 1
}

/** A ring of ink around what is kept from the public and open to whoever looks; never so small that it cannot be found. */
function paintOpened(c: Brush, scene: Scene, view: View): void {
  const { model, palette } = scene
  if (model.opened.size === 0) return
  const { x, y } = model.plan.seats
  const seen = grow(visibleBounds(view.camera, view.viewport), model.pitch)
  const radius = Math.max(seatRadius(model, view) * 1.1, 2.5 * view.ratio)
  const { scale, left, top } = deviceFrame(view, 0)
  c.setTransform(1, 0, 0, 1, 0, 0)
  c.strokeStyle = palette.ink
  c.lineWidth = Math.max(radius * 0.16, 1.2 * view.ratio)
  c.beginPath()
  for (const seat of model.opened) {
    if (!model.isOpened(seat) || x[seat]! < seen.left || x[seat]! > seen.right || y[seat]! < seen.top || y[seat]! > seen.bottom) continue
    const at = { x: x[seat]! * scale + left, y: y[seat]! * scale + top }
    c.moveTo(at.x + radius, at.y)
    c.arc(at.x, at.y, radius, 0, Math.PI * 2)
  }
  c.stroke()
}

function markOf(status: number): number {
  if (status === SeatStatus.held) return Mark.held
  return status === SeatStatus.sold ? Mark.sold : Mark.offSale
}

/** Small seats: squares, one fill style after the other, because a change of style costs more than a square. */
function paintSquareSeats(c: Brush, scene: Scene, view: View): void {
  const { model, palette } = scene
  const { x, y, category } = model.plan.seats
  const side = Math.max(Math.round(seatRadius(model, view) * 1.75), 2)
  const small = Math.max(Math.round(side * 0.45), 1)
  const categories = palette.categories.length
  const { matches } = model
  const buckets: number[][] = Array.from({ length: 2 * categories + 3 }, () => [])
  model.grid.forEachIn(grow(visibleBounds(view.camera, view.viewport), model.pitch), (seat) => {
    const status = model.status[seat]!
    if (status !== SeatStatus.free) buckets[2 * categories + status - 1]!.push(seat)
    else buckets[matches !== null && matches[seat] === 0 ? categories + category[seat]! : category[seat]!]!.push(seat)
  })

  c.setTransform(1, 0, 0, 1, 0, 0)
  const fill = (seats: number[], colour: string, size: number) => {
    const { scale, left, top } = deviceFrame(view, size / 2)
    c.fillStyle = colour
    for (const seat of seats) c.fillRect(Math.round(x[seat]! * scale + left), Math.round(y[seat]! * scale + top), size, size)
  }
  palette.categories.forEach((colour, index) => {
    fill(buckets[index]!, css(colour), side)
    fill(buckets[categories + index]!, css(colour, FADED), side)
  })
  fill(buckets[2 * categories]!, palette.held, small + 1)
  fill(buckets[2 * categories + 1]!, palette.sold, small)
  fill(buckets[2 * categories + 2]!, palette.offSale, small)
}

/** So few are worth being shown larger than they are. */
const FEW_FINDS = 400

/** From far out: the free seats that match, as marks on the faded bands, where the band is not for the greater part made of them. */
function paintFinds(c: Brush, scene: Scene, view: View): void {
  const { model, palette } = scene
  const { matches } = model
  if (matches === null) return
  const { x, y, category } = model.plan.seats
  const seen = visibleBounds(view.camera, view.viewport)
  const finds: number[] = []
  for (let seat = 0; seat < matches.length; seat++) {
    if (matches[seat] === 0 || model.status[seat] !== SeatStatus.free) continue
    if (model.isMostlyMatching(model.sectionOf[seat]!, category[seat]!)) continue
    if (x[seat]! >= seen.left && x[seat]! <= seen.right && y[seat]! >= seen.top && y[seat]! <= seen.bottom) finds.push(seat)
  }
  const side = Math.max(Math.round(seatRadius(model, view) * 1.75), Math.round((finds.length <= FEW_FINDS ? 4.5 : 2) * view.ratio))
  const { scale, left, top } = deviceFrame(view, side / 2)
  c.setTransform(1, 0, 0, 1, 0, 0)
  for (const seat of finds) {
    c.fillStyle = css(palette.categories[category[seat]!]!)
    c.fillRect(Math.round(x[seat]! * scale + left), Math.round(y[seat]! * scale + top), side, side)
  }
}

/** Plan to device pixels, shifted by half a mark. */
function deviceFrame({ camera, viewport, ratio }: View, half: number): { scale: number, left: number, top: number } {
  const scale = camera.scale * ratio
  return { scale, left: viewport.width * ratio / 2 - camera.x * scale - half, top: viewport.height * ratio / 2 - camera.y * scale - half }
}

function paintNumbers(c: Brush, scene: Scene, view: View): void {
  const { model, palette } = scene
  const { x, y, category, flags, label } = model.plan.seats
  const radius = seatRadius(model, view) / view.ratio
  const inks = palette.categories.map(colour => css(inkOn(colour)))
  startText(c, scene, view, 500, radius * 0.92)
  model.grid.forEachIn(grow(visibleBounds(view.camera, view.viewport), model.pitch), (seat) => {
    // Seats with a mark of their own keep it; the number of any seat is in its label.
    if (model.status[seat] !== SeatStatus.free || flags[seat]! & 3) return
    const at = toScreen(view.camera, view.viewport, { x: x[seat]!, y: y[seat]! })
    c.globalAlpha = model.isMatch(seat) ? 1 : FADED
    c.fillStyle = inks[category[seat]!]!
    c.fillText(label[seat]!, at.x, at.y + radius * 0.04)
  })
  c.globalAlpha = 1
}

/** The row's letter beside both of its ends. */
function paintRowLabels(c: Brush, scene: Scene, view: View): void {
  const { model, palette } = scene
  const seen = grow(visibleBounds(view.camera, view.viewport), model.pitch)
  startText(c, scene, view, 600, Math.min(Math.max(model.pitch * view.camera.scale * 0.42, 8), 15))
  c.fillStyle = palette.muted
  for (const { label, x, y } of rowLabelsOf(model)) {
    if (x < seen.left || x > seen.right || y < seen.top || y > seen.bottom) continue
    const at = toScreen(view.camera, view.viewport, { x, y })
    c.fillText(label, at.x, at.y)
  }
}

function startText(c: Brush, scene: Scene, view: View, weight: number, size: number): void {
  c.setTransform(view.ratio, 0, 0, view.ratio, 0, 0)
  c.font = `${weight} ${size}px ${scene.fontFamily}`
  c.textAlign = 'center'
  c.textBaseline = 'middle'
}

/** Paints the visitor's own seats and the ones being asked for: above everything, at every zoom. */
export function paintChoice(c: Brush, scene: Scene, view: View): void {
  const { model, palette } = scene
  const { x, y } = model.plan.seats
  // Never smaller than can be found again on the overview.
  const radius = Math.max(seatRadius(model, view), 5 * view.ratio)
  const sprites = choiceSprites(palette, radius)
  const { scale, left, top } = deviceFrame(view, sprites.cell / 2)
  c.setTransform(1, 0, 0, 1, 0, 0)
  for (const seat of model.chosen) {
    const column = sprites.columnOfMark(model.choice[seat] === Choice.mine ? Mark.mine : Mark.choosing)
    c.drawImage(sprites.image, column * sprites.cell, 0, sprites.cell, sprites.cell, Math.round(x[seat]! * scale + left), Math.round(y[seat]! * scale + top), sprites.cell, sprites.cell)
  }
}

const keptChoice = new WeakMap<Palette, { radius: number, sprites: Sprites }>()

function choiceSprites(palette: Palette, radius: number): Sprites {
  const known = keptChoice.get(palette)
  if (known && Math.abs(known.radius - radius) < 0.05) return known.sprites
  const sprites = paintSprites({ ...palette, categories: [] }, radius, true)
  keptChoice.set(palette, { radius, sprites })
  return sprites
}
