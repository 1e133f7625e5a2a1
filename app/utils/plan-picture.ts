import type { SeatingPlan } from '#shared/seating/plan.ts'

/** Draws a whole plan small: areas and seats in the colours of their price zones, the stage in that of the text. For lists, not for choosing. */
export function drawPlanPicture(canvas: HTMLCanvasElement, plan: SeatingPlan): void {
  const { width, height } = canvas.getBoundingClientRect()
  const ratio = window.devicePixelRatio || 1
  canvas.width = Math.round(width * ratio)
  canvas.height = Math.round(height * ratio)
  const context = canvas.getContext('2d')
  if (!context) return
  const scale = Math.min(canvas.width / plan.width, canvas.height / plan.height)
  context.translate((canvas.width - plan.width * scale) / 2, (canvas.height - plan.height * scale) / 2)
  context.scale(scale, scale)

  for (const shape of plan.shapes) if (shape.kind !== 'text') fill(context, shape.outline, getComputedStyle(canvas).color, 0.25)
  for (const area of plan.areas) fill(context, area.outline, plan.categories[area.category]!.color, 0.7)
  // Never smaller than a pixel, or a stadium would be pale.
  const size = Math.max(36, 1.2 / scale)
  const { x, y, category } = plan.seats
  for (const [index, { color }] of plan.categories.entries()) {
    context.fillStyle = color
    for (let seat = 0; seat < x.length; seat++) if (category[seat] === index) context.fillRect(x[seat]! - size / 2, y[seat]! - size / 2, size, size)
  }
}

function fill(context: CanvasRenderingContext2D, outline: readonly { x: number, y: number }[], color: string, alpha: number): void {
  context.beginPath()
  for (const { x, y } of outline) context.lineTo(x, y)
  context.closePath()
  context.globalAlpha = alpha
  context.fillStyle = color
  context.fill()
  context.globalAlpha = 1
}
