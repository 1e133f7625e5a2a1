import type { Point } from '#shared/seating/plan.ts'
import { fit, toPlan, toScreen, type Viewport, visibleBounds } from './camera.ts'
import { css } from './colour.ts'
import type { Bounds } from './geometry.ts'
import { Layer } from './layer.ts'
import type { Scene, View } from './scene.ts'

/** CSS pixels around the hall. */
const PADDING = 6
/** While seats are sold the small picture is painted anew once in so long; nobody sees more in it. */
const AGE_MS = 1_000

/**
 * A small picture of the whole hall with a frame around what the map shows. A tap in it, or a drag, takes the map there: the way
 * to move for those who cannot drag the map itself (WCAG 2.2, 2.5.7).
 */
export class Minimap {
  readonly #canvas: HTMLCanvasElement
  readonly #brush: CanvasRenderingContext2D
  readonly #goTo: (point: Point) => void
  readonly #layer = new Layer()
  #scene: Scene | null = null
  #paintedAt = -Infinity
  #isStale = true
  #isPressed = false

  /** `goTo` gets the plan point that was tapped. */
  constructor(canvas: HTMLCanvasElement, goTo: (point: Point) => void) {
    this.#canvas = canvas
    this.#brush = canvas.getContext('2d')!
    this.#goTo = goTo
    canvas.addEventListener('pointerdown', this.#press)
    canvas.addEventListener('pointermove', this.#drag)
    canvas.addEventListener('pointerup', this.#release)
    canvas.addEventListener('pointercancel', this.#release)
  }

  /** Seats, colours or prices changed. */
  invalidate(isAtOnce: boolean): void {
    this.#isStale = true
    if (isAtOnce) this.#paintedAt = -Infinity
  }

  /** Paints the hall and the frame around what the map shows. Nothing while it is hidden. `time` in ms. */
  paint(scene: Scene, shown: View, time: number): void {
    const size = { width: this.#canvas.clientWidth, height: this.#canvas.clientHeight }
    if (size.width === 0) return
    this.#scene = scene
    const view: View = { camera: fit(scene.model.bounds, size, PADDING), viewport: size, ratio: shown.ratio }
    this.#fit(size, shown.ratio)
    if (this.#isStale && time - this.#paintedAt > AGE_MS) {
      this.#layer.render(scene, view)
      this.#paintedAt = time
      this.#isStale = false
    }
    const c = this.#brush
    c.setTransform(1, 0, 0, 1, 0, 0)
    c.clearRect(0, 0, c.canvas.width, c.canvas.height)
    this.#layer.blit(c, view)
    this.#paintFrame(scene, view, frameOf(visibleBounds(shown.camera, shown.viewport), view))
  }

  destroy(): void {
    this.#canvas.removeEventListener('pointerdown', this.#press)
    this.#canvas.removeEventListener('pointermove', this.#drag)
    this.#canvas.removeEventListener('pointerup', this.#release)
    this.#canvas.removeEventListener('pointercancel', this.#release)
  }

  #paintFrame(scene: Scene, { viewport, ratio }: View, { left, top, right, bottom }: Bounds): void {
    const c = this.#brush
    c.setTransform(ratio, 0, 0, ratio, 0, 0)
    // What the map does not show lies in the shade.
    c.fillStyle = css(scene.palette.ground, 0.55)
    c.beginPath()
    c.rect(0, 0, viewport.width, viewport.height)
    c.rect(left, top, right - left, bottom - top)
    c.fill('evenodd')
    c.strokeStyle = scene.palette.ink
    c.lineWidth = 2
    c.strokeRect(left, top, right - left, bottom - top)
  }

  #fit({ width, height }: Viewport, ratio: number): void {
    const pixels = { width: Math.round(width * ratio), height: Math.round(height * ratio) }
    if (this.#canvas.width === pixels.width && this.#canvas.height === pixels.height) return
    Object.assign(this.#canvas, pixels)
    this.invalidate(true)
  }

  readonly #press = (event: PointerEvent) => {
    this.#isPressed = true
    this.#canvas.setPointerCapture(event.pointerId)
    this.#lead(event)
  }

  readonly #drag = (event: PointerEvent) => {
    if (this.#isPressed) this.#lead(event)
  }

  readonly #release = () => {
    this.#isPressed = false
  }

  #lead(event: PointerEvent): void {
    if (!this.#scene) return
    const box = this.#canvas.getBoundingClientRect()
    const size = { width: box.width, height: box.height }
    this.#goTo(toPlan(fit(this.#scene.model.bounds, size, PADDING), size, { x: event.clientX - box.left, y: event.clientY - box.top }))
  }
}

/** What the map shows, on the small picture: never beyond its edges, never too small to be seen. */
export function frameOf(seen: Bounds, { camera, viewport }: View): Bounds {
  const from = toScreen(camera, viewport, { x: seen.left, y: seen.top })
  const to = toScreen(camera, viewport, { x: seen.right, y: seen.bottom })
  const [left, right] = within(from.x, to.x, viewport.width)
  const [top, bottom] = within(from.y, to.y, viewport.height)
  return { left, top, right, bottom }
}

const EDGE = 1
const LEAST = 8

function within(from: number, to: number, size: number): [number, number] {
  const spare = Math.max(LEAST - (to - from), 0) / 2
  const low = Math.min(Math.max(from - spare, EDGE), size - EDGE - LEAST)
  return [low, Math.max(Math.min(to + spare, size - EDGE), low + LEAST)]
}
