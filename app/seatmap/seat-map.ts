import type { Point, SeatingPlan } from '#shared/seating/plan.ts'
import type { Locale } from '#shared/text/local-text.ts'
import type { Money } from '#shared/money/money.ts'
import { type Camera, toPlan, toScreen, type Viewport, type ZoomLimits } from './camera.ts'
import { MOUSE_PITCH, TOUCH_PITCH } from './detail.ts'
import { boundsOf } from './geometry.ts'
import { listen } from './input.ts'
import { Minimap } from './minimap.ts'
import { type AreaStock, type Frame, SeatMapModel, type Target } from './model.ts'
import { Painter } from './painter.ts'
import { paletteOf, type Theme } from './palette.ts'
import { Pilot } from './pilot.ts'
import type { MapTexts, Scene } from './scene.ts'
import { type Direction, nextStand, seatToEnter, type Stand } from './seat-steps.ts'

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
  /** What is under the mouse, or under a finger that rests. */
  onPoint?: (pointed: Pointed | null) => void
  /** The keyboard moved to a seat or to a section; null: it left the map. */
  onStand?: (stand: Stand | null) => void
  /** The view changed. */
  onView?: (view: ViewState) => void
  /** Without animation, for people who asked their system for less movement. */
  isStill?: boolean
}

/** What somebody points at, and how large it is on the canvas (CSS pixels). */
export interface Pointed { target: NonNullable<Target>, at: Point, radius: number }

/** What the buttons beside the map must know. */
export interface ViewState { isWhole: boolean, canZoomIn: boolean, canZoomOut: boolean }

/** The seat map on a canvas: gestures in, frames out. Paints only when something changed. */
export class SeatMap {
  readonly model: SeatMapModel
  readonly #canvas: HTMLCanvasElement
  readonly #options: SeatMapOptions
  readonly #painter: Painter
  readonly #pilot: Pilot
  readonly #stopListening: () => void
  readonly #resizes: ResizeObserver
  #scene: Scene
  #stand: Stand | null = null
  #isFocused = false
  #hover: Target = null
  #minimap: Minimap | null = null
  #shownCamera: Camera | null = null
  #frame = 0

  /** `hall`: a plan, or a model that others (the list of seats) look at too; after changing that, call `refresh`. */
  constructor(canvas: HTMLCanvasElement, hall: SeatingPlan | SeatMapModel, options: SeatMapOptions) {
    this.model = hall instanceof SeatMapModel ? hall : new SeatMapModel(hall)
    this.#canvas = canvas
    this.#options = options
    this.#painter = new Painter(canvas)
    this.#pilot = new Pilot(this.model.bounds, this.model.pitch, options.isStill ?? false)
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
      pan: (dx, dy) => this.#steer(pilot => pilot.pan(dx, dy)),
      zoom: (about, factor) => this.#steer(pilot => pilot.zoom(about, factor)),
      tap: (at, isTouch) => this.#tap(at, isTouch),
      // The first of the two taps may have set off to a section already.
      doubleTap: (at) => { if (!this.#pilot.isFlying) this.#steer(pilot => pilot.flyCloser(2, at)) },
      hover: at => this.#hoverAt(at, 0.5),
      rest: at => this.#hoverAt(at, 0.8),
      fling: (vx, vy) => this.#steer(pilot => pilot.fling(vx, vy)),
      step: direction => this.#step(direction),
      choose: () => this.#choose(),
      leave: () => this.#leave(),
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
    const isNew = this.model.applyFrame(frame)
    if (isNew) this.refresh()
    return isNew
  }

  /** The status or the filter in the model changed: paints what is not what it was. */
  refresh(): void {
    const seats = this.model.takeChanges()
    if (seats === null) return void this.#repaintIf(true)
    this.#painter.touch(seats)
    this.#minimap?.invalidate(false)
    this.#request()
  }

  /** Paints everything anew: the fonts came. */
  repaint(): void {
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
    this.#steer(pilot => pilot.flyHome())
  }

  /** Zooms about the middle. */
  zoomBy(factor: number): void {
    this.#steer(pilot => pilot.flyCloser(factor))
  }

  /** Shows a section so that its seats can be read, all of it where it fits. */
  zoomToSection(section: number): void {
    this.#steer(pilot => pilot.flyOver(this.model.sections[section]!.bounds))
  }

  zoomToArea(area: number): void {
    this.#steer(pilot => pilot.flyOver(boundsOf(this.model.plan.areas[area]!.outline)))
  }

  /** Moves the keyboard's focus to a seat and brings it into view. */
  focusSeat(seat: number): void {
    this.#standOn({ kind: 'seat', seat })
  }

  /** Shows the whole hall on a second, small canvas too, which leads the map; null takes it away. */
  setMinimap(canvas: HTMLCanvasElement | null): void {
    this.#minimap?.destroy()
    this.#minimap = canvas && new Minimap(canvas, point => this.#steer(pilot => pilot.moveTo({ ...point, scale: pilot.camera.scale })))
    this.#request()
  }

  /** Where a seat or the name of a section is on the canvas, in CSS pixels. */
  placeOf(stand: Stand): Point {
    const { camera, viewport } = this.#pilot
    return toScreen(camera, viewport, stand.kind === 'seat' ? this.#seatPoint(stand.seat) : this.model.sections[stand.section]!.anchor)
  }

  /** How far beside a seat its card must stand, in CSS pixels. */
  get seatRadius(): number {
    return this.model.pitch * 0.42 * this.#pilot.camera.scale
  }

  /** What is shown, for tests and for the state of zoom buttons. */
  get view(): { camera: Camera, viewport: Viewport, limits: ZoomLimits } {
    const { camera, viewport, limits } = this.#pilot
    return { camera, viewport, limits }
  }

  destroy(): void {
    cancelAnimationFrame(this.#frame)
    this.#stopListening()
    this.#minimap?.destroy()
    this.#resizes.disconnect()
    this.#canvas.removeEventListener('focus', this.#onFocus)
    this.#canvas.removeEventListener('blur', this.#onBlur)
  }

  #steer(how: (pilot: Pilot) => void): void {
    how(this.#pilot)
    this.#request()
  }

  readonly #onFocus = () => {
    // A click also focuses; the ring is for keys.
    this.#isFocused = this.#canvas.matches(':focus-visible')
    this.#request()
  }

  readonly #onBlur = () => {
    this.#isFocused = false
    this.#options.onStand?.(null)
    this.#request()
  }

  #tap(at: Point, isTouch: boolean): boolean {
    const { camera, viewport } = this.#pilot
    const seatPixels = this.model.pitch * camera.scale
    const canChoose = seatPixels >= (isTouch ? TOUCH_PITCH : MOUSE_PITCH)
    const reach = canChoose ? Math.max(this.model.pitch * 0.5, (isTouch ? 14 : 6) / camera.scale) : 0
    const point = toPlan(camera, viewport, at)
    const target = this.model.targetAt(point, reach)
    if (target?.kind === 'seat') {
      this.#stand = target
      this.#options.onSeatTap?.(target.seat)
    } else if (target?.kind === 'area') this.#options.onAreaTap?.(target.area)
    else if (target?.kind === 'section' && !canChoose) this.#pilot.flyInto(this.model.sections[target.section]!.bounds, point)
    this.#request()
    return target?.kind === 'seat' || target?.kind === 'area'
  }

  /** `reach` in usual distances between seats. */
  #hoverAt(at: Point | null, reach: number): void {
    const { camera, viewport } = this.#pilot
    const isFarOut = this.#isFarOut()
    const canChoose = this.model.pitch * camera.scale >= MOUSE_PITCH
    const found = at && this.model.targetAt(toPlan(camera, viewport, at), canChoose ? this.model.pitch * reach : 0)
    // Between seats one points at nothing; from far out at the section.
    const target = found?.kind === 'section' && !isFarOut ? null : found
    if (isSame(target, this.#hover)) return
    this.#hover = target
    this.#canvas.style.cursor = target && (target.kind !== 'seat' || this.model.isOpen(target.seat)) ? 'pointer' : ''
    const isSeat = target?.kind === 'seat'
    this.#options.onPoint?.(target && { target, at: isSeat ? this.placeOf(target) : at!, radius: isSeat ? this.seatRadius : 14 })
    this.#request()
  }

  /** Whether sections are what one sees and steps through: seats are too small to be told apart. */
  #isFarOut(): boolean {
    return this.model.sections.length > 1 && this.model.pitch * this.#pilot.target.scale < MOUSE_PITCH
  }

  #step(direction: Direction): void {
    const { x, y } = this.#pilot.target
    const next = nextStand(this.model, this.#stand, direction, this.#isFarOut(), { x, y })
    if (next) this.#standOn(next)
  }

  #choose(): void {
    if (this.#stand?.kind === 'seat') this.#options.onSeatTap?.(this.#stand.seat)
    else if (this.#stand) {
      const { section } = this.#stand
      this.zoomToSection(section)
      this.#standOn({ kind: 'seat', seat: seatToEnter(this.model, section) })
    }
  }

  /** From the seats back to their section on the whole hall. */
  #leave(): void {
    const stand = this.#stand
    this.reset()
    if (stand?.kind === 'seat' && this.#isFarOut()) this.#standOn({ kind: 'section', section: this.model.sectionOf[stand.seat]! })
  }

  #standOn(stand: Stand): void {
    this.#stand = stand
    this.#isFocused = true
    this.#hover = null
    this.#options.onPoint?.(null)
    if (stand.kind === 'seat') this.#pilot.reveal(this.#seatPoint(stand.seat))
    this.#options.onStand?.(stand)
    this.#request()
  }

  #seatPoint(seat: number): Point {
    return { x: this.model.plan.seats.x[seat]!, y: this.model.plan.seats.y[seat]! }
  }

  #measure(): void {
    const { clientWidth: width, clientHeight: height } = this.#canvas
    if (width === 0 || height === 0) return
    const ratio = pixelRatio()
    this.#pilot.resize({ width, height })
    this.#canvas.width = Math.round(width * ratio)
    this.#canvas.height = Math.round(height * ratio)
    this.#painter.invalidate()
    // At once: a resized canvas is empty until it is painted.
    this.#paint(performance.now())
  }

  #change(part: Partial<Scene>): void {
    this.#scene = { ...this.#scene, ...part }
    this.#painter.invalidate()
    this.#minimap?.invalidate(true)
    this.#request()
  }

  #repaintIf(hasChanged: boolean): boolean {
    if (hasChanged) {
      this.#painter.invalidate()
      this.#minimap?.invalidate(false)
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
    const pilot = this.#pilot
    if (pilot.viewport.width === 0) return
    pilot.advance(time)
    const view = { camera: pilot.camera, viewport: pilot.viewport, ratio: pixelRatio() }
    const isBlurred = this.#painter.paint(this.#scene, {
      ...view,
      focus: this.#isFocused ? this.#stand : null,
      hover: this.#hover,
      isMoving: pilot.isMoving(performance.now())
    })
    this.#minimap?.paint(this.#scene, view, performance.now())
    this.#tellView()
    if (pilot.isFlying || isBlurred) this.#request()
  }

  #tellView(): void {
    const { camera, home, limits } = this.#pilot
    if (camera === this.#shownCamera) return
    this.#shownCamera = camera
    this.#options.onView?.({ isWhole: camera.scale <= home.scale * 1.02, canZoomIn: camera.scale < limits.max * 0.999, canZoomOut: camera.scale > limits.min * 1.001 })
  }
}

function isSame(a: Target, b: Target): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b)
}

/** Three device pixels are as sharp as an eye sees; more only cost. */
function pixelRatio(): number {
  return Math.min(window.devicePixelRatio || 1, 3)
}
