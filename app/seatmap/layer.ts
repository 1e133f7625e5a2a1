import { type Camera, toScreen, visibleBounds } from './camera.ts'
import { detailAt } from './detail.ts'
import type { Bounds } from './geometry.ts'
import { paintGround } from './paint-ground.ts'
import { paintSeats } from './paint-seats.ts'
import type { Scene, View } from './scene.ts'

type Brush = CanvasRenderingContext2D

/** A kept picture of the hall and its seats, which can be moved and scaled instead of being painted again. */
export class Layer {
  #front: Brush = newCanvas()
  /** For moving the picture; swapped with the front. */
  #back: Brush = newCanvas()
  #view: View | null = null

  get view(): View | null {
    return this.#view
  }

  /** Paints all of it anew. */
  render(scene: Scene, view: View): void {
    this.#view = wholePixels(view)
    fitCanvas(this.#front, this.#view)
    paintPart(this.#front, scene, this.#view)
  }

  /** Moves the picture to another place at the same zoom and paints only the strips that come into it. */
  shiftTo(scene: Scene, camera: Camera): void {
    const old = this.#view!
    const { width, height } = this.#front.canvas
    const pixels = old.camera.scale * old.ratio
    const dx = Math.round((old.camera.x - camera.x) * pixels)
    const dy = Math.round((old.camera.y - camera.y) * pixels)
    const view: View = { ...old, camera: { ...camera, x: old.camera.x - dx / pixels, y: old.camera.y - dy / pixels } }
    if (Math.abs(dx) >= width || Math.abs(dy) >= height) return this.render(scene, view)

    fitCanvas(this.#back, view)
    this.#back.drawImage(this.#front.canvas, dx, dy)
    const strips = [
      { x: dx > 0 ? 0 : width + dx, y: 0, width: Math.abs(dx), height },
      { x: Math.max(dx, 0), y: dy > 0 ? 0 : height + dy, width: width - Math.abs(dx), height: Math.abs(dy) }
    ]
    for (const strip of strips) if (strip.width > 0 && strip.height > 0) paintStrip(this.#back, scene, view, strip)
    this.#view = view
    ;[this.#front, this.#back] = [this.#back, this.#front]
  }

  /** Paints some places (plan units) anew. False, and nothing is done, where they are so much that all of it is as quick. */
  mend(scene: Scene, places: readonly Bounds[]): boolean {
    const view = this.#view!
    const { width, height } = this.#front.canvas
    const boxes = places.map(place => boxOf(place, view, width, height)).filter(box => box.width > 0 && box.height > 0)
    if (boxes.reduce((sum, box) => sum + box.width * box.height, 0) > width * height * MOST) return false
    for (const box of boxes) {
      this.#front.setTransform(1, 0, 0, 1, 0, 0)
      this.#front.clearRect(box.x, box.y, box.width, box.height)
      paintStrip(this.#front, scene, view, box)
    }
    return true
  }

  /** Whether it has everything of the hall that the view shows. */
  covers(view: View, hall: Bounds): boolean {
    if (this.#view === null || this.#view.ratio !== view.ratio) return false
    const kept = visibleBounds(this.#view.camera, this.#view.viewport)
    const seen = visibleBounds(view.camera, view.viewport)
    return (seen.left >= kept.left || hall.left >= kept.left)
      && (seen.right <= kept.right || hall.right <= kept.right)
      && (seen.top >= kept.top || hall.top >= kept.top)
      && (seen.bottom <= kept.bottom || hall.bottom <= kept.bottom)
  }

  /** Puts the picture where it belongs in the view. */
  blit(c: Brush, { camera, viewport, ratio }: View): void {
    const kept = this.#view!
    const factor = camera.scale * ratio / (kept.camera.scale * kept.ratio)
    const corner = visibleBounds(kept.camera, kept.viewport)
    const at = toScreen(camera, viewport, { x: corner.left, y: corner.top })
    const { canvas } = this.#front
    // Whole device pixels keep an unscaled picture sharp.
    if (factor === 1) c.drawImage(canvas, Math.round(at.x * ratio), Math.round(at.y * ratio))
    else c.drawImage(canvas, at.x * ratio, at.y * ratio, canvas.width * factor, canvas.height * factor)
  }
}

/** The part of the picture from which on painting all of it is as quick as painting parts. */
const MOST = 0.3

interface Box { x: number, y: number, width: number, height: number }

/** A place of the plan on the picture, in whole device pixels and within its edges. */
function boxOf(place: Bounds, { camera, viewport, ratio }: View, width: number, height: number): Box {
  const from = toScreen(camera, viewport, { x: place.left, y: place.top })
  const to = toScreen(camera, viewport, { x: place.right, y: place.bottom })
  const x = Math.max(Math.floor(from.x * ratio), 0)
  const y = Math.max(Math.floor(from.y * ratio), 0)
  return { x, y, width: Math.min(Math.ceil(to.x * ratio), width) - x, height: Math.min(Math.ceil(to.y * ratio), height) - y }
}

function newCanvas(): Brush {
  return document.createElement('canvas').getContext('2d')!
}

/** The view with a size of whole device pixels, so that strips and whole lie on the same grid. */
function wholePixels(view: View): View {
  const { viewport, ratio } = view
  return { ...view, viewport: { width: Math.round(viewport.width * ratio) / ratio, height: Math.round(viewport.height * ratio) / ratio } }
}

function fitCanvas(c: Brush, { viewport, ratio }: View): void {
  const width = Math.round(viewport.width * ratio)
  const height = Math.round(viewport.height * ratio)
  if (c.canvas.width !== width) c.canvas.width = width
  if (c.canvas.height !== height) c.canvas.height = height
  c.setTransform(1, 0, 0, 1, 0, 0)
  c.clearRect(0, 0, width, height)
}

function paintPart(c: Brush, scene: Scene, view: View): void {
  const detail = detailAt(scene.model.pitch * view.camera.scale)
  paintGround(c, scene, view, detail)
  paintSeats(c, scene, view, detail)
}

const stripCanvas: { brush: Brush | null } = { brush: null }

/** Paints a box (device pixels) of the view. */
function paintStrip(target: Brush, scene: Scene, view: View, box: Box): void {
  const c = stripCanvas.brush ??= newCanvas()
  const { camera, ratio } = view
  const pixels = camera.scale * ratio
  const part: View = {
    ratio,
    viewport: { width: box.width / ratio, height: box.height / ratio },
    camera: {
      ...camera,
      x: camera.x + (box.x + box.width / 2 - target.canvas.width / 2) / pixels,
      y: camera.y + (box.y + box.height / 2 - target.canvas.height / 2) / pixels
    }
  }
  fitCanvas(c, part)
  paintPart(c, scene, part)
  target.setTransform(1, 0, 0, 1, 0, 0)
  target.drawImage(c.canvas, box.x, box.y)
}
