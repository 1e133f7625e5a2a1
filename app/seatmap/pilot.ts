import type { Point } from '#shared/seating/plan.ts'
import { between, type Camera, fit, keepOver, panBy, type Viewport, visibleBounds, zoomAbout, type ZoomLimits } from './camera.ts'
import { NEAREST_PITCH, READING_PITCH, TOUCH_PITCH } from './detail.ts'
import { type Bounds, grow } from './geometry.ts'

/** CSS pixels around what is shown as a whole. */
const PADDING = 20
const FLIGHT_MS = 320
/** A flung map comes to rest in so long. */
const FLING_MS = 700
/** Slower is no fling, CSS pixels a millisecond. */
const FLING_SPEED = 0.15
/** So long after the last movement the picture is made sharp. */
const REST_MS = 90

/** Steers the camera over a hall: at once or in flight, within the limits of the zoom, and never away from the hall. */
export class Pilot {
  viewport: Viewport = { width: 0, height: 0 }
  readonly #hall: Bounds
  readonly #pitch: number
  readonly #isStill: boolean
  #camera: Camera = { x: 0, y: 0, scale: 1 }
  #flight: { from: Camera, to: Camera, start: number, forMs: number } | null = null
  #isTouched = false
  #lastMove = -Infinity

  /** `pitch`: usual distance between two seats, plan units. `isStill`: without flights. */
  constructor(hall: Bounds, pitch: number, isStill: boolean) {
    this.#hall = hall
    this.#pitch = pitch
    this.#isStill = isStill
  }

  get camera(): Camera {
    return this.#camera
  }

  /** Where the camera is, or where it will be at the end of its flight. */
  get target(): Camera {
    return this.#flight?.to ?? this.#camera
  }

  get isFlying(): boolean {
    return this.#flight !== null
  }

  /** Whether the picture need not be sharp yet. */
  isMoving(now: number): boolean {
    return this.#flight !== null || now - this.#lastMove < REST_MS
  }

  get limits(): ZoomLimits {
    const home = this.home.scale
    return { min: home * 0.8, max: Math.max(NEAREST_PITCH / this.#pitch, home) }
  }

  /** The whole hall; a small one does not grow beyond what reads well. */
  get home(): Camera {
    const whole = fit(this.#hall, this.viewport, PADDING)
    return { ...whole, scale: Math.min(whole.scale, 40 / this.#pitch) }
  }

  /** Takes a new size of the canvas. Until somebody moved, the whole hall stays in view. */
  resize(viewport: Viewport): void {
    this.viewport = viewport
    if (!this.#isTouched) this.#camera = this.home
  }

  pan(dx: number, dy: number): void {
    this.moveTo(panBy(this.#camera, dx, dy))
  }

  zoom(about: Point, factor: number): void {
    this.moveTo(zoomAbout(this.#camera, this.viewport, about, factor, this.limits))
  }

  moveTo(camera: Camera): void {
    this.#flight = null
    this.#isTouched = true
    this.#camera = keepOver(camera, this.#hall)
    this.#lastMove = performance.now()
  }

  flyTo(to: Camera, forMs = FLIGHT_MS): void {
    this.#isTouched = true
    const target = keepOver(to, this.#hall)
    if (this.#isStill) this.#camera = target
    else this.#flight = { from: this.#camera, to: target, start: performance.now(), forMs }
  }

  flyHome(): void {
    this.flyTo(this.home)
    this.#isTouched = false
  }

  /** Zooms about a point of the screen; the middle, where none is given. */
  flyCloser(factor: number, about: Point = { x: this.viewport.width / 2, y: this.viewport.height / 2 }): void {
    this.flyTo(zoomAbout(this.target, this.viewport, about, factor, this.limits))
  }

  /** All of a box where its seats can then be read, no nearer than that. */
  flyOver(box: Bounds): void {
    this.flyTo(this.#readable(fit(box, this.viewport, PADDING, this.limits)))
  }

  /** Into a box: all of it where its seats can then be tapped, else as near as needed about the point. */
  flyInto(box: Bounds, point: Point): void {
    const whole = fit(box, this.viewport, PADDING, this.limits)
    if (whole.scale * this.#pitch >= TOUCH_PITCH) this.flyTo(this.#readable(whole))
    else this.flyTo({ ...point, scale: (TOUCH_PITCH + 4) / this.#pitch })
  }

  /** Goes on as fast as a finger left the map, in CSS pixels a millisecond, and slows down. */
  fling(vx: number, vy: number): void {
    if (this.#isStill || Math.hypot(vx, vy) < FLING_SPEED) return
    // A flight sets off at three times its mean speed.
    this.flyTo(panBy(this.#camera, vx * FLING_MS / 3, vy * FLING_MS / 3), FLING_MS)
  }

  /** Brings a point into the inner part of the view, near enough for its seat to be read. */
  reveal(point: Point): void {
    const { target } = this
    const scale = Math.max(target.scale, Math.min(TOUCH_PITCH / this.#pitch, this.limits.max))
    const inner = grow(visibleBounds({ ...target, scale }, this.viewport), -60 / scale)
    const isSeen = point.x > inner.left && point.x < inner.right && point.y > inner.top && point.y < inner.bottom
    if (!isSeen || scale !== target.scale) this.flyTo({ ...point, scale })
  }

  /** Takes the flight, if there is one, to where it is at `time` (ms). */
  advance(time: number): void {
    if (!this.#flight) return
    const { from, to, start, forMs } = this.#flight
    const t = Math.min(Math.max((time - start) / forMs, 0), 1)
    this.#camera = t === 1 ? to : between(from, to, 1 - (1 - t) ** 3)
    if (t === 1) this.#flight = null
  }

  #readable(camera: Camera): Camera {
    return { ...camera, scale: Math.min(camera.scale, READING_PITCH * 1.2 / this.#pitch) }
  }
}
