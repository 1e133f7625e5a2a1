import { fit, type Viewport } from './camera.ts'
import { detailAt } from './detail.ts'
import { type Bounds, grow, NOWHERE, union } from './geometry.ts'
import { Layer } from './layer.ts'
import type { Target } from './model.ts'
import { paintFocus } from './paint-focus.ts'
import { paintMarks } from './paint-furniture.ts'
import { paintLabels } from './paint-labels.ts'
import { paintChoice } from './paint-seats.ts'
import type { Scene, View } from './scene.ts'
import type { Stand } from './seat-steps.ts'

/** CSS pixels that the kept layer is larger than the viewport, on every side: so far a pan costs one blit. */
const MARGIN = 240
/** A kept layer has at most so many device pixels (4 bytes each). */
const MAX_LAYER_PIXELS = 14_000_000
/** Side of the small picture of the whole hall, CSS pixels. */
const OVERVIEW_SIDE = 700
/** A layer that was painted as fast as this may be painted anew in the middle of a gesture. */
const FAST_MS = 10

/** What one call of `paint` shows. */
export interface Shot extends View {
  /** Where the keyboard stands. */
  focus: Stand | null
  /** What is under the mouse. */
  hover: Target
  /** While a finger or a wheel moves the map, a scaled old picture is good enough. */
  isMoving: boolean
}

/**
 * Paints in two steps. Hall and seats go to a layer that is larger than the viewport and is kept: panning moves it, a
 * gesture scales it, over a small picture of the whole hall where it does not reach. What changes with every frame
 * (names, own seats, focus) is painted over it.
 */
export class Painter {
  readonly #target: CanvasRenderingContext2D
  readonly #layer = new Layer()
  readonly #overview = new Layer()
  #isStale = true
  #isOverviewStale = true
  /** Seats that are still as they were on the kept layer. */
  #touched: number[] = []
  #lastRenderMs = 0

  constructor(canvas: HTMLCanvasElement) {
    this.#target = canvas.getContext('2d')!
  }

  /** Forgets the kept pictures: seats, prices or colours changed. */
  invalidate(): void {
    this.#isStale = true
    this.#isOverviewStale = true
  }

  /** These seats changed, and nothing else. */
  touch(seats: readonly number[]): void {
    this.#touched.push(...seats)
    this.#isOverviewStale = true
  }

  /** Paints one frame. Answers whether a sharper one should follow when the movement ends. */
  paint(scene: Scene, shot: Shot): boolean {
    const c = this.#target
    const isSharp = this.#prepare(scene, shot)
    c.setTransform(1, 0, 0, 1, 0, 0)
    c.clearRect(0, 0, c.canvas.width, c.canvas.height)
    if (!this.#layer.covers(shot, scene.model.bounds)) this.#paintOverview(c, scene, shot)
    this.#layer.blit(c, shot)
    const detail = detailAt(scene.model.pitch * shot.camera.scale)
    paintLabels(c, scene, shot, detail)
    paintMarks(c, scene, shot, detail)
    paintChoice(c, scene, shot)
    paintFocus(c, scene, shot)
    return !isSharp
  }

  /** Brings the layer up to date, as far as there is time for it. Answers whether the frame will be sharp. */
  #prepare(scene: Scene, shot: Shot): boolean {
    const kept = this.#layer.view
    const isSameZoom = kept !== null && kept.ratio === shot.ratio && kept.camera.scale === shot.camera.scale && isAsLarge(kept.viewport, shot)
    const isCovering = this.#layer.covers(shot, scene.model.bounds)
    if (isSameZoom && isCovering && !this.#isStale) return this.#mend(scene, shot)
    if (isSameZoom && !isCovering && (shot.isMoving || !this.#isStale)) {
      this.#layer.shiftTo(scene, shot.camera)
      return !this.#isStale
    }
    if (kept !== null && shot.isMoving && (this.#lastRenderMs > FAST_MS || isCovering)) return false
    this.#render(scene, shot)
    return true
  }

  /** Paints the touched places of a layer that fits otherwise; not while it moves. Answers whether it is sharp then. */
  #mend(scene: Scene, shot: Shot): boolean {
    if (this.#touched.length === 0) return true
    if (shot.isMoving) return false
    const boxes = placesOf(this.#touched, scene, shot)
    this.#touched = []
    if (!this.#layer.mend(scene, boxes)) this.#render(scene, shot)
    return true
  }

  #render(scene: Scene, { camera, viewport, ratio }: Shot): void {
    const start = performance.now()
    this.#layer.render(scene, { camera, viewport: layerSize(viewport, ratio), ratio })
    this.#lastRenderMs = performance.now() - start
    this.#isStale = false
    this.#touched = []
  }

  #paintOverview(c: CanvasRenderingContext2D, scene: Scene, shot: Shot): void {
    if (this.#isOverviewStale) {
      const viewport = { width: OVERVIEW_SIDE, height: OVERVIEW_SIDE }
      this.#overview.render(scene, { camera: fit(scene.model.bounds, viewport, 0), viewport, ratio: 1 })
      this.#isOverviewStale = false
    }
    this.#overview.blit(c, shot)
  }
}

/** Where seats are to be painted again: around them, or all of their sections where the bands tell of them. */
function placesOf(seats: readonly number[], { model }: Scene, { camera }: View): Bounds[] {
  const { x, y } = model.plan.seats
  const areBandsStrong = detailAt(model.pitch * camera.scale).bandAlpha > 0.11
  const boxes = new Map<number, Bounds>()
  for (const seat of seats) {
    const section = model.sectionOf[seat]!
    const box = areBandsStrong ? model.sections[section]!.bounds : grow({ left: x[seat]!, right: x[seat]!, top: y[seat]!, bottom: y[seat]! }, model.pitch)
    boxes.set(section, union(boxes.get(section) ?? NOWHERE, box))
  }
  return [...boxes.values()]
}

/** Whether the kept picture is as large as it should be for the viewport (which may have been resized). */
function isAsLarge(kept: Viewport, { viewport, ratio }: View): boolean {
  const wanted = layerSize(viewport, ratio)
  return Math.abs(kept.width - wanted.width) < 1 && Math.abs(kept.height - wanted.height) < 1
}

function layerSize(viewport: Viewport, ratio: number): Viewport {
  const pixels = (margin: number) => (viewport.width + 2 * margin) * (viewport.height + 2 * margin) * ratio * ratio
  let margin = MARGIN
  while (margin > 0 && pixels(margin) > MAX_LAYER_PIXELS) margin -= 40
  return { width: viewport.width + 2 * margin, height: viewport.height + 2 * margin }
}
