import type { MarkKind, Point } from '#shared/seating/plan.ts'
import type { Locale } from '#shared/text/local-text.ts'
import { type Camera, fit, panBy, toPlan, type Viewport, zoomAbout } from '../seatmap/camera.ts'
import type { Drawing } from './document.ts'
import { boxOf } from './geometry.ts'
import { LOOKS } from './paint/look.ts'
import { paintDrawing, type Sheet } from './paint/paint-drawing.ts'
import { paintGrid, paintPicked, paintPreview, type Preview } from './paint/paint-overlay.ts'
import { SeatSprites } from './paint/seat-sprites.ts'
import { everything, pointsOf } from './pick.ts'
import type { Planner } from './planner.ts'
import { followPointers } from './pointers.ts'
import { gripsOf } from './tools/grips.ts'
import type { Bench, Tool, ToolName, ToolSettings } from './tools/tool.ts'
import { takeTool } from './tools/tools.ts'

const ZOOM = { min: 0.004, max: 4 }
const PADDING = 60

export interface BoardSettings {
  theme: 'light' | 'dark'
  locale: Locale
  fontFamily: string
  markWords: Record<MarkKind, string>
  tools: () => ToolSettings
  say: Bench['say']
  /** The tool went out of hand by itself. */
  onTool: (tool: ToolName) => void
  onZoom?: (scale: number) => void
}

/** The canvas on which a plan is drawn: a camera, a tool in hand, and a picture that is painted anew when something changed. */
export class Board {
  readonly #canvas: HTMLCanvasElement
  readonly #planner: Planner
  readonly #settings: BoardSettings
  readonly #sprites = new SeatSprites()
  readonly #stops: (() => void)[]
  #camera: Camera = { x: 0, y: 0, scale: 0.5 }
  #viewport: Viewport = { width: 1, height: 1 }
  #tool: Tool
  #toolName: ToolName = 'select'
  #preview: Preview | null = null
  /** What a tool shows in place of the drawing until it is let go. */
  #shown: Drawing | null = null
  #frame = 0

  constructor(canvas: HTMLCanvasElement, planner: Planner, settings: BoardSettings) {
    this.#canvas = canvas
    this.#planner = planner
    this.#settings = settings
    this.#tool = takeTool('select', this.#bench())
    const watch = new ResizeObserver(() => this.#measure())
    watch.observe(canvas)
    this.#stops = [planner.listen(() => this.refresh()), () => watch.disconnect(), followPointers(canvas, this)]
    this.#measure()
    this.showAll()
  }

  get tool(): Tool { return this.#tool }
  get toolName(): ToolName { return this.#toolName }

  /** Takes another tool in hand; what the last one was about is let go. */
  take(name: ToolName): void {
    this.#preview = this.#shown = null
    this.#toolName = name
    this.#tool = takeTool(name, this.#bench())
    this.#canvas.style.cursor = this.#tool.cursor
    this.refresh()
  }

  setLook(theme: 'light' | 'dark', locale: Locale): void {
    Object.assign(this.#settings, { theme, locale })
    this.refresh()
  }

  /** Screen to plan; both in CSS pixels from the corner of the canvas. */
  planPoint(at: Point): Point { return toPlan(this.#camera, this.#viewport, at) }
  /** The middle of what is in sight: where things go that are added without a pointer. */
  get middle(): Point { return { x: this.#camera.x, y: this.#camera.y } }

  pan(dx: number, dy: number): void { this.#look(panBy(this.#camera, dx, dy)) }
  zoom(factor: number, about: Point = { x: this.#viewport.width / 2, y: this.#viewport.height / 2 }): void {
    this.#look(zoomAbout(this.#camera, this.#viewport, about, factor, ZOOM))
  }

  /** Brings everything, or what is picked, into sight. */
  showAll(): void { this.#fitTo(pointsOf(this.#planner.drawing, everything(this.#planner.drawing))) }
  showPicked(): void { this.#fitTo(pointsOf(this.#planner.drawing, this.#planner.selection)) }

  /** Paints once in the next frame, however often it is asked. */
  refresh(): void {
    this.#frame ||= requestAnimationFrame(() => {
      this.#frame = 0
      this.paint()
    })
  }

  /** Paints at once. */
  paint(): void {
    const c = this.#canvas.getContext('2d')
    if (!c) return
    const { theme, locale, fontFamily, markWords } = this.#settings
    const ratio = window.devicePixelRatio || 1
    const look = LOOKS[theme]
    const sheet: Sheet = { c, camera: this.#camera, viewport: this.#viewport, ratio, look, locale, fontFamily, markWords, sprites: this.#sprites }
    c.setTransform(ratio, 0, 0, ratio, 0, 0)
    c.fillStyle = look.ground
    c.fillRect(0, 0, this.#viewport.width, this.#viewport.height)
    paintGrid(sheet)
    const drawing = this.#shown ?? this.#planner.drawing
    const { selection } = this.#planner
    paintDrawing(sheet, drawing, selection)
    const box = selection.size > 1 ? boxOf(pointsOf(drawing, selection)) : null
    if (box) paintPicked(sheet, box, this.#toolName === 'select' ? gripsOf(drawing, selection, 1 / this.#camera.scale) : [])
    if (this.#preview) paintPreview(sheet, this.#preview)
  }

  destroy(): void {
    cancelAnimationFrame(this.#frame)
    for (const stop of this.#stops) stop()
  }

  #bench(): Bench {
    return {
      planner: this.#planner,
      settings: this.#settings.tools,
      pixel: () => 1 / this.#camera.scale,
      say: this.#settings.say,
      show: (preview, drawing) => {
        this.#preview = preview
        if (drawing !== undefined) this.#shown = drawing
        this.refresh()
      },
      done: () => {
        this.take('select')
        this.#settings.onTool('select')
      }
    }
  }

  #fitTo(points: Iterable<Point>): void {
    const box = boxOf(points)
    this.#look(box ? fit(box, this.#viewport, PADDING, { min: ZOOM.min, max: 1 }) : { x: 0, y: 0, scale: 0.4 })
  }

  #look(camera: Camera): void {
    this.#camera = camera
    this.#settings.onZoom?.(camera.scale)
    this.refresh()
  }

  #measure(): void {
    const { width, height } = this.#canvas.getBoundingClientRect()
    const ratio = window.devicePixelRatio || 1
    this.#viewport = { width: Math.max(1, width), height: Math.max(1, height) }
    this.#canvas.width = Math.round(width * ratio)
    this.#canvas.height = Math.round(height * ratio)
    this.paint()
  }
}
