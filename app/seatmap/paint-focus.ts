import type { Point } from '#shared/seating/plan.ts'
import { toScreen } from './camera.ts'
import { css } from './colour.ts'
import type { Target } from './model.ts'
import { seatRadius } from './paint-seats.ts'
import type { Scene, View } from './scene.ts'
import type { Stand } from './seat-steps.ts'

type Brush = CanvasRenderingContext2D

/** The ring around what the mouse is on, and the stronger one around where the keyboard stands. */
export function paintFocus(c: Brush, scene: Scene, shot: View & { focus: Stand | null, hover: Target }): void {
  const { palette } = scene
  c.setTransform(shot.ratio, 0, 0, shot.ratio, 0, 0)
  c.lineJoin = 'round'
  const ring = (target: Target, colour: string, width: number) => {
    if (target === null) return
    c.strokeStyle = colour
    c.lineWidth = width
    c.beginPath()
    trace(c, scene, shot, target)
    c.stroke()
  }
  ring(shot.hover, css(palette.accent, 0.7), 2)
  // Light under dark: seen on every ground.
  ring(shot.focus, palette.label, 6)
  ring(shot.focus, palette.ink, 2.5)
}

function trace(c: Brush, { model }: Scene, view: View, target: NonNullable<Target>): void {
  if (target.kind === 'seat') {
    const { x, y } = model.plan.seats
    const radius = Math.max(seatRadius(model, view) / view.ratio * 1.45, 7)
    // Around all that a tap would take.
    for (const seat of model.soldWith(target.seat)) {
      const at = toScreen(view.camera, view.viewport, { x: x[seat]!, y: y[seat]! })
      c.moveTo(at.x + radius, at.y)
      c.arc(at.x, at.y, radius, 0, Math.PI * 2)
    }
  } else traceOutline(c, view, target.kind === 'section' ? model.sections[target.section]!.outline : model.plan.areas[target.area]!.outline)
}

function traceOutline(c: Brush, view: View, outline: readonly Point[]): void {
  outline.forEach((point, index) => {
    const { x, y } = toScreen(view.camera, view.viewport, point)
    if (index === 0) c.moveTo(x, y)
    else c.lineTo(x, y)
  })
  c.closePath()
}
