import { type Camera, toScreen, type Viewport, visibleBounds } from './camera.ts'
import { css } from './colour.ts'
import { detailAt, type Detail } from './detail.ts'
import type { Bounds } from './geometry.ts'
import { paintGround } from './paint-ground.ts'
import { paintLabels } from './paint-labels.ts'
import { paintChoice, paintSeats, seatRadius } from './paint-seats.ts'
import type { Scene, View } from './scene.ts'

/** CSS pixels that the kept layer is larger than the viewport, on every side: so far a pan costs one blit. */
const MARGIN = 240
/** A kept layer has at most so many device pixels (4 bytes each). */
const MAX_LAYER_PIXELS = 14_000_000

/** What one call of `paint` shows. */
export interface Shot extends View {
  /** Seat with the keyboard's focus, or -1. */
  focus: number
  /** Seat under the mouse, or -1. */
  hover: number
  /** While a finger or a wheel moves the map, a scaled old picture is good enough. */
  isMoving: boolean
}

/**
 * Paints in two steps. Hall and seats go to a layer that is larger than the viewport and is kept: panning moves it, a
 * gesture scales it. What changes with every frame (names, own seats, focus) is painted over it.
 */
export class Painter {
  readonly #target: CanvasRenderingContext2D
  readonly #layer: CanvasRenderingContext2D
  #layerView: View | null = null
  #isStale = true

  constructor(canvas: HTMLCanvasElement) {
    this.#target = canvas.getContext('2d')!
    this.#layer = document.createElement('canvas').getContext('2d')!
  }

  /** Forgets the kept layer: seats, prices or colours changed. */
  invalidate(): void {
    this.#isStale = true
  }

  /** Paints one frame. Answers whether a sharper one should follow when the movement ends. */
  paint(scene: Scene, shot: Shot): boolean {
    const { camera, viewport, ratio } = shot
    const detail = detailAt(scene.model.pitch * camera.scale)
    const isUsable = this.#layerView !== null && this.#layerView.ratio === ratio && this.#covers(shot, scene.model.bounds)
    const isSharp = isUsable && !this.#isStale && this.#layerView!.camera.scale === camera.scale
    const mayWait = shot.isMoving && isUsable && this.#isClose(camera)
    if (!isSharp && !mayWait) this.#paintLayer(scene, shot, detail)

    const c = this.#target
    c.setTransform(1, 0, 0, 1, 0, 0)
    c.clearRect(0, 0, c.canvas.width, c.canvas.height)
    this.#blit(c, shot)
    paintLabels(c, scene, { camera, viewport, ratio }, detail)
    paintChoice(c, scene, shot)
    this.#paintFocus(c, scene, shot)
    return !isSharp && mayWait
  }

  /** Whether the kept layer has everything that the viewport shows of the hall. */
  #covers({ camera, viewport }: View, hall: Bounds): boolean {
    const kept = visibleBounds(this.#layerView!.camera, this.#layerView!.viewport)
    const seen = visibleBounds(camera, viewport)
    return (seen.left >= kept.left || hall.left >= kept.left)
      && (seen.right <= kept.right || hall.right <= kept.right)
      && (seen.top >= kept.top || hall.top >= kept.top)
      && (seen.bottom <= kept.bottom || hall.bottom <= kept.bottom)
  }

  #isClose(camera: Camera): boolean {
    const factor = camera.scale / this.#layerView!.camera.scale
    return factor > 0.55 && factor < 1.9
  }

  #paintLayer(scene: Scene, { camera, viewport, ratio }: Shot, detail: Detail): void {
    const size = layerSize(viewport, ratio)
    const view: View = { camera, viewport: size, ratio }
    const c = this.#layer
    const width = Math.round(size.width * ratio)
    const height = Math.round(size.height * ratio)
    if (c.canvas.width !== width || c.canvas.height !== height) {
      c.canvas.width = width
      c.canvas.height = height
    } else {
      c.setTransform(1, 0, 0, 1, 0, 0)
      c.clearRect(0, 0, width, height)
    }
    paintGround(c, scene, view, detail)
    paintSeats(c, scene, view, detail)
    this.#layerView = view
    this.#isStale = false
  }

  #blit(c: CanvasRenderingContext2D, { camera, viewport, ratio }: Shot): void {
    const kept = this.#layerView!
    const factor = camera.scale / kept.camera.scale
    const corner = visibleBounds(kept.camera, kept.viewport)
    const at = toScreen(camera, viewport, { x: corner.left, y: corner.top })
    const { width, height } = this.#layer.canvas
    // Whole device pixels keep an unscaled layer sharp.
    if (factor === 1) c.drawImage(this.#layer.canvas, Math.round(at.x * ratio), Math.round(at.y * ratio))
    else c.drawImage(this.#layer.canvas, at.x * ratio, at.y * ratio, width * factor, height * factor)
  }

  #paintFocus(c: CanvasRenderingContext2D, scene: Scene, shot: Shot): void {
    const ring = (seat: number, colour: string, width: number) => {
      const { x, y } = scene.model.plan.seats
      const at = toScreen(shot.camera, shot.viewport, { x: x[seat]!, y: y[seat]! })
      c.setTransform(shot.ratio, 0, 0, shot.ratio, 0, 0)
      c.strokeStyle = colour
      c.lineWidth = width
      c.beginPath()
      c.arc(at.x, at.y, Math.max(seatRadius(scene.model, shot) / shot.ratio * 1.45, 7), 0, Math.PI * 2)
      c.stroke()
    }
    if (shot.hover >= 0) ring(shot.hover, css(scene.palette.accent, 0.7), 2)
    if (shot.focus < 0) return
    ring(shot.focus, scene.palette.label, 6)
    ring(shot.focus, scene.palette.ink, 2.5)
  }
}

function layerSize(viewport: Viewport, ratio: number): Viewport {
  const pixels = (margin: number) => (viewport.width + 2 * margin) * (viewport.height + 2 * margin) * ratio * ratio
  let margin = MARGIN
  while (margin > 0 && pixels(margin) > MAX_LAYER_PIXELS) margin -= 40
  // Even margins in whole pixels: the layer's middle is the viewport's middle.
  return { width: viewport.width + 2 * margin, height: viewport.height + 2 * margin }
}
