import type { Point } from '#shared/seating/plan.ts'
import type { Bounds } from './geometry.ts'

/** What is looked at: the plan point in the middle of the viewport, and CSS pixels per plan unit. Immutable. */
export interface Camera { x: number, y: number, scale: number }

/** Size of the canvas in CSS pixels. */
export interface Viewport { width: number, height: number }

export interface ZoomLimits { min: number, max: number }

/** Plan to screen. The screen's origin is the top left of the canvas. */
export function toScreen(camera: Camera, viewport: Viewport, point: Point): Point {
  return { x: (point.x - camera.x) * camera.scale + viewport.width / 2, y: (point.y - camera.y) * camera.scale + viewport.height / 2 }
}

/** Screen to plan. */
export function toPlan(camera: Camera, viewport: Viewport, point: Point): Point {
  return { x: (point.x - viewport.width / 2) / camera.scale + camera.x, y: (point.y - viewport.height / 2) / camera.scale + camera.y }
}

/** The part of the plan that the viewport shows. */
export function visibleBounds(camera: Camera, viewport: Viewport): Bounds {
  const halfWidth = viewport.width / 2 / camera.scale
  const halfHeight = viewport.height / 2 / camera.scale
  return { left: camera.x - halfWidth, top: camera.y - halfHeight, right: camera.x + halfWidth, bottom: camera.y + halfHeight }
}

/** Moves the plan under the viewport by so many CSS pixels. */
export function panBy(camera: Camera, dx: number, dy: number): Camera {
  return { ...camera, x: camera.x - dx / camera.scale, y: camera.y - dy / camera.scale }
}

/** Zooms by `factor` so that what is under `point` (screen) stays under it. */
export function zoomAbout(camera: Camera, viewport: Viewport, point: Point, factor: number, limits: ZoomLimits): Camera {
  const scale = clamp(camera.scale * factor, limits.min, limits.max)
  const under = toPlan(camera, viewport, point)
  return {
    scale,
    x: under.x - (point.x - viewport.width / 2) / scale,
    y: under.y - (point.y - viewport.height / 2) / scale
  }
}

/** Shows the whole box in the middle, with `padding` CSS pixels around it. */
export function fit(box: Bounds, viewport: Viewport, padding: number, limits: ZoomLimits = { min: 0, max: Infinity }): Camera {
  const width = Math.max(box.right - box.left, 1)
  const height = Math.max(box.bottom - box.top, 1)
  const scale = Math.min(Math.max(viewport.width - 2 * padding, 1) / width, Math.max(viewport.height - 2 * padding, 1) / height)
  return { x: (box.left + box.right) / 2, y: (box.top + box.bottom) / 2, scale: clamp(scale, limits.min, limits.max) }
}

/** Keeps the middle of the viewport over the box, so that the hall cannot be lost; inside the box nothing changes. */
export function keepOver(camera: Camera, box: Bounds): Camera {
  return { ...camera, x: clamp(camera.x, box.left, box.right), y: clamp(camera.y, box.top, box.bottom) }
}

/** A camera on the way from one to another, `t` from 0 to 1. Zooms evenly to the eye: by ratio, not by difference. */
export function between(from: Camera, to: Camera, t: number): Camera {
  const scale = from.scale * (to.scale / from.scale) ** t
  // The point that both cameras see in the same place stays there, so the way has no swerve.
  const share = Math.abs(to.scale - from.scale) < 1e-9 ? t : (1 / from.scale - 1 / scale) / (1 / from.scale - 1 / to.scale)
  return { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share, scale }
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high)
}
