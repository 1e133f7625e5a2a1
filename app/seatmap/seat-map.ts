import type { Point, SeatingPlan } from '#shared/seating/plan.ts'
import type { Locale } from '#shared/text/local-text.ts'
import type { Money } from '#shared/money/money.ts'
import { between, type Camera, fit, keepOver, panBy, toPlan, toScreen, type Viewport, visibleBounds, zoomAbout, type ZoomLimits } from './camera.ts'
import { MOUSE_PITCH, NEAREST_PITCH, READING_PITCH, TOUCH_PITCH } from './detail.ts'
import { type Bounds, boundsOf, grow } from './geometry.ts'
import { listen } from './input.ts'
import { type AreaStock, type Frame, SeatMapModel } from './model.ts'
import { Painter } from './painter.ts'
import { paletteOf, type Theme } from './palette.ts'
import type { MapTexts, Scene } from './scene.ts'
import { type Direction, stepFrom } from './seat-steps.ts'

export interface SeatMapOptions {
  locale: Locale
  texts: MapTexts
  theme: Theme
  /** `#rrggbb` */
  accent: string
  /** The lowest price of each category of the plan; null where it is not sold. */
  prices: (Money | null)[]
  fontFamily?: string
  /** A seat was tapped or chosen by key, whatever its status. */
  onSeatTap?: (seat: number) => void
  /** A standing area was tapped. */
  onAreaTap?: (area: number) => void
  /** The seat under the mouse with its place on the canvas and its radius (CSS pixels), or null. */
  onSeatHover?: (seat: number | null, at: Point, radius: number) => void
  /** The keyboard moved to a seat. */
  onSeatFocus?: (seat: number) => void
  /** Without animation, for people who asked their system for less movement. */
  isStill?: boolean
}

const PADDING = 20
const FLIGHT_MS = 320
/** So long after the last movement the picture is made sharp. */
const REST_MS = 90

/** The seat map on a canvas: gestures in, frames out. Paints only when something changed. */
export class SeatMap {
  readonly model: SeatMapModel
  readonly #canvas: HTMLCanvasElement
  readonly #options: SeatMapOptions
  readonly #painter: Painter
  readonly #stopListening: () => void
  readonly #resizes: ResizeObserver
  #scene: Scene
  #camera: Camera = { x: 0, y: 0, scale: 1 }
  #viewport: Viewport = { width: 0, height: 0 }
  #isTouched = false
  #focus = -1
  #isFocused = false
  #hover = -1
  #frame = 0
  #lastMove = -Infinity
  #flight: { from: Camera, to: Camera, start: number } | null = null

  /** `hall`: a plan, or a model that others (the list of seats) look at too; after changing that, call `refresh`. */
  constructor(canvas: HTMLCanvasElement, hall: SeatingPlan | SeatMapModel, options: SeatMapOptions) {
    this.model = hall instanceof SeatMapModel ? hall : new SeatMapModel(hall)
    this.#canvas = canvas
    this.#options = options
    this.#painter = new Painter(canvas)
    this.#scene = {
      model: this.model,
      palette: paletteOf(this.model.plan, options.theme, options.accent),
      locale: options.locale,
      texts: options.texts,
      fontFamily: options.fontFamily ?? 'system-ui, sans-serif',
      prices: options.prices,
      standingMine: new Map()
    }
    this.#stopListening = listen(canvas, {
      pan: (dx, dy) => this.#moveTo(panBy(this.#camera, dx, dy)),
      zoom: (about, factor) => this.#moveTo(zoomAbout(this.#camera, this.#viewport, about, factor, this.#limits())),
      tap: (at, isTouch) => this.#tap(at, isTouch),
      // The first of the two taps may have set off to a section already.
      doubleTap: (at) => { if (!this.#flight) this.#flyTo(zoomAbout(this.#camera, this.#viewport, at, 2, this.#limits())) },
      hover: at => this.#hoverAt(at),
      step: direction => this.#step(direction),
      choose: () => { if (this.#focus >= 0) this.#options.onSeatTap?.(this.#focus) },
      zoomStep: factor => this.zoomBy(factor),
      reset: () => this.reset()
    })
    canvas.addEventListener('focus', this.#onFocus)
    canvas.addEventListener('blur', this.#onBlur)
    this.#resizes = new ResizeObserver(() => this.#measure())
    this.#resizes.observe(canvas)
    this.#measure()
  }

  /** The whole status, one byte a seat (shared/seating/seat-status.ts). False: it belongs to another hall. */
  setStatus(status: Uint8Array, areas: Record<string, AreaStock>, version: number): boolean {
    return this.#repaintIf(this.model.setStatus(status, areas, version))
  }

  /** A delta of the live feed. False: it was known already. */
  applyFrame(frame: Frame): boolean {
    return this.#repaintIf(this.model.applyFrame(frame))
  }

  /** The status or the filter in the model changed. */
  refresh(): void {
    this.#repaintIf(true)
  }

  /** Own seats, seats that are being asked for, and own standing places by key of the area. */
  setSelection(mine: readonly number[], choosing: readonly number[] = [], standing: ReadonlyMap<string, number> = new Map()): void {
    // Own seats are painted over the kept layer, so the answer to a tap costs one cheap frame.
    this.model.setSelection(mine, choosing)
    if (standing.size > 0 || this.#scene.standingMine.size > 0) this.#change({ standingMine: standing })
    this.#request()
  }

  setTheme(theme: Theme, accent: string): void {
    this.#change({ palette: paletteOf(this.model.plan, theme, accent) })
  }

  setLocale(locale: Locale, texts: MapTexts): void {
    this.#change({ locale, texts })
  }

  setPrices(prices: (Money | null)[]): void {
    this.#change({ prices })
  }

  setFont(fontFamily: string): void {
    this.#change({ fontFamily })
  }

  /** Shows the whole hall. */
  reset(): void {
    this.#flyTo(this.#home())
    this.#isTouched = false
  }

  /** Zooms about the middle. */
  zoomBy(factor: number): void {
    const from = this.#flight?.to ?? this.#camera
    this.#flyTo(zoomAbout(from, this.#viewport, { x: this.#viewport.width / 2, y: this.#viewport.height / 2 }, factor, this.#limits()))
  }

  /** Shows a section so that its seats can be read, all of it where it fits. */
  zoomToSection(section: number): void {
    this.#zoomTo(this.model.sections[section]!.bounds)
  }

  zoomToArea(area: number): void {
    this.#zoomTo(boundsOf(this.model.plan.areas[area]!.outline))
  }

  /** Moves the keyboard's focus to a seat and brings it into view. */
  focusSeat(seat: number): void {
    this.#focus = seat
    this.#reveal(seat)
    this.#options.onSeatFocus?.(seat)
    this.#request()
  }

  /** Where a seat is on the canvas, in CSS pixels. */
  placeOf(seat: number): Point {
    return toScreen(this.#camera, this.#viewport, this.#seatPoint(seat))
  }

  /** What is shown, for tests and for the state of zoom buttons. */
  get view(): { camera: Camera, viewport: Viewport, limits: ZoomLimits } {
    return { camera: this.#camera, viewport: this.#viewport, limits: this.#limits() }
  }

  destroy(): void {
    cancelAnimationFrame(this.#frame)
    this.#stopListening()
    this.#resizes.disconnect()
    this.#canvas.removeEventListener('focus', this.#onFocus)
    this.#canvas.removeEventListener('blur', this.#onBlur)
  }

  readonly #onFocus = () => {
    // A click also focuses; the ring is for keys.
    this.#isFocused = this.#canvas.matches(':focus-visible')
    this.#request()
  }

  readonly #onBlur = () => {
    this.#isFocused = false
    this.#request()
  }

  #tap(at: Point, isTouch: boolean): boolean {
    const seatPixels = this.model.pitch * this.#camera.scale
    const canChoose = seatPixels >= (isTouch ? TOUCH_PITCH : MOUSE_PITCH)
    const reach = canChoose ? Math.max(this.model.pitch * 0.5, (isTouch ? 14 : 6) / this.#camera.scale) : 0
    const point = toPlan(this.#camera, this.#viewport, at)
    const target = this.model.targetAt(point, reach)
    if (target?.kind === 'seat') {
      this.#focus = target.seat
      this.#options.onSeatTap?.(target.seat)
    } else if (target?.kind === 'area') this.#options.onAreaTap?.(target.area)
    else if (target?.kind === 'section' && !canChoose) this.#zoomIn(target.section, point)
    this.#request()
    return target?.kind === 'seat' || target?.kind === 'area'
  }

  /** Into a section: all of it where its seats can then be tapped, else as near as needed about the point. */
  #zoomIn(section: number, point: Point): void {
    const whole = fit(this.model.sections[section]!.bounds, this.#viewport, PADDING, this.#limits())
    if (whole.scale * this.model.pitch >= TOUCH_PITCH) this.#flyTo(this.#capped(whole))
    else this.#flyTo({ ...point, scale: (TOUCH_PITCH + 4) / this.model.pitch })
  }

  #zoomTo(box: Bounds): void {
    this.#flyTo(this.#capped(fit(box, this.#viewport, PADDING, this.#limits())))
  }

  #capped(camera: Camera): Camera {
    return { ...camera, scale: Math.min(camera.scale, READING_PITCH * 1.2 / this.model.pitch) }
  }

  #hoverAt(at: Point | null): void {
    const canChoose = this.model.pitch * this.#camera.scale >= MOUSE_PITCH
    const target = at && canChoose ? this.model.targetAt(toPlan(this.#camera, this.#viewport, at), this.model.pitch * 0.5) : null
    const seat = target?.kind === 'seat' ? target.seat : -1
    if (seat === this.#hover) return
    this.#hover = seat
    this.#canvas.style.cursor = seat >= 0 && this.model.isOpen(seat) ? 'pointer' : ''
    this.#options.onSeatHover?.(seat >= 0 ? seat : null, seat >= 0 ? this.placeOf(seat) : { x: 0, y: 0 }, this.model.pitch * 0.42 * this.#camera.scale)
    this.#request()
  }

  #step(direction: Direction): void {
    this.#isFocused = true
    const camera = this.#camera
    const next = this.#focus < 0 ? this.model.grid.nearest(camera.x, camera.y, Infinity) : stepFrom(this.model, this.#focus, direction)
    if (next >= 0) this.focusSeat(next)
  }

  /** Brings a seat into the inner part of the view, near enough to be read. */
  #reveal(seat: number): void {
    const point = this.#seatPoint(seat)
    const target = this.#flight?.to ?? this.#camera
    const scale = Math.max(target.scale, Math.min(TOUCH_PITCH / this.model.pitch, this.#limits().max))
    const inner = grow(visibleBounds({ ...target, scale }, this.#viewport), -60 / scale)
    const isSeen = point.x > inner.left && point.x < inner.right && point.y > inner.top && point.y < inner.bottom
    if (!isSeen || scale !== target.scale) this.#flyTo({ ...point, scale })
  }

  #seatPoint(seat: number): Point {
    return { x: this.model.plan.seats.x[seat]!, y: this.model.plan.seats.y[seat]! }
  }

  #home(): Camera {
    const whole = fit(this.model.bounds, this.#viewport, PADDING)
    // A small hall does not grow beyond what reads well.
    return { ...whole, scale: Math.min(whole.scale, 40 / this.model.pitch) }
  }

  #limits(): ZoomLimits {
    const home = this.#home().scale
    return { min: home * 0.8, max: Math.max(NEAREST_PITCH / this.model.pitch, home) }
  }

  #moveTo(camera: Camera): void {
    this.#flight = null
    this.#isTouched = true
    this.#camera = keepOver(camera, this.model.bounds)
    this.#lastMove = performance.now()
    this.#request()
  }

  #flyTo(to: Camera): void {
    this.#isTouched = true
    const target = keepOver(to, this.model.bounds)
    if (this.#options.isStill) {
      this.#camera = target
    } else {
      this.#flight = { from: this.#camera, to: target, start: performance.now() }
    }
    this.#request()
  }

  #measure(): void {
    const { clientWidth: width, clientHeight: height } = this.#canvas
    if (width === 0 || height === 0) return
    const ratio = pixelRatio()
    this.#viewport = { width, height }
    this.#canvas.width = Math.round(width * ratio)
    this.#canvas.height = Math.round(height * ratio)
    if (!this.#isTouched) this.#camera = this.#home()
    this.#painter.invalidate()
    // At once: a resized canvas is empty until it is painted.
    this.#paint(performance.now())
  }

  #change(part: Partial<Scene>): void {
    this.#scene = { ...this.#scene, ...part }
    this.#painter.invalidate()
    this.#request()
  }

  #repaintIf(hasChanged: boolean): boolean {
    if (hasChanged) {
      this.#painter.invalidate()
      this.#request()
    }
    return hasChanged
  }

  #request(): void {
    if (this.#frame === 0) this.#frame = requestAnimationFrame(time => this.#paint(time))
  }

  #paint(time: number): void {
    cancelAnimationFrame(this.#frame)
    this.#frame = 0
    if (this.#viewport.width === 0) return
    if (this.#flight) this.#advance(time)
    const isMoving = this.#flight !== null || performance.now() - this.#lastMove < REST_MS
    const isBlurred = this.#painter.paint(this.#scene, {
      camera: this.#camera,
      viewport: this.#viewport,
      ratio: pixelRatio(),
      focus: this.#isFocused ? this.#focus : -1,
      hover: this.#hover,
      isMoving
    })
    if (this.#flight !== null || isBlurred) this.#request()
  }

  #advance(time: number): void {
    const { from, to, start } = this.#flight!
    const t = Math.min(Math.max((time - start) / FLIGHT_MS, 0), 1)
    this.#camera = t === 1 ? to : between(from, to, 1 - (1 - t) ** 3)
    if (t === 1) this.#flight = null
  }
}

/** Three device pixels are as sharp as an eye sees; more only cost. */
function pixelRatio(): number {
  return Math.min(window.devicePixelRatio || 1, 3)
}
