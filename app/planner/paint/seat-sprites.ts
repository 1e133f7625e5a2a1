import { SeatFlag } from '#shared/seating/plan.ts'
import type { Look } from './look.ts'

/**
 * Pictures of seats, drawn once for each colour, set of flags and size: two thousand seats are two thousand copies of a few pictures.
 * Flags are shapes, not colours: a wheelchair place is square, a companion's has a square hole, a restricted view is struck through, a
 * place without stairs has a bar below.
 */
export class SeatSprites {
  readonly #sprites = new Map<string, HTMLCanvasElement>()
  #size = 0

  /** A picture `size` device pixels wide, with some room around the seat for the ring of a picked one. */
  get(color: string, flags: number, isPicked: boolean, size: number, look: Look): HTMLCanvasElement {
    if (size !== this.#size) {
      this.#sprites.clear()
      this.#size = size
    }
    const key = `${color}${flags}${isPicked ? '!' : ''}${look.accent}`
    let sprite = this.#sprites.get(key)
    if (!sprite) this.#sprites.set(key, sprite = drawSeat(color, flags, isPicked, size, look))
    return sprite
  }
}

function drawSeat(color: string, flags: number, isPicked: boolean, size: number, look: Look): HTMLCanvasElement {
  const canvas = document.createElement('canvas')
  canvas.width = canvas.height = Math.ceil(size * 1.5)
  const c = canvas.getContext('2d')
  if (!c) return canvas
  const middle = canvas.width / 2
  const radius = size / 2
  c.fillStyle = color
  c.beginPath()
  if (flags & (SeatFlag.accessible | SeatFlag.companion)) c.roundRect(middle - radius, middle - radius, size, size, size * 0.14)
  else c.arc(middle, middle, radius, 0, 2 * Math.PI)
  c.fill()
  c.fillStyle = c.strokeStyle = look.ground
  c.lineWidth = Math.max(1, size * 0.1)
  if (flags & SeatFlag.companion) c.strokeRect(middle - radius * 0.62, middle - radius * 0.62, size * 0.62, size * 0.62)
  if (flags & SeatFlag.restrictedView) {
    c.beginPath()
    c.moveTo(middle - radius * 0.75, middle + radius * 0.75)
    c.lineTo(middle + radius * 0.75, middle - radius * 0.75)
    c.stroke()
  }
  if (flags & SeatFlag.stairsFree) c.fillRect(middle - radius * 0.5, middle + radius * 0.55, size * 0.5, Math.max(1, size * 0.12))
  if (isPicked) {
    c.strokeStyle = look.accent
    c.lineWidth = Math.max(2, size * 0.14)
    c.beginPath()
    c.arc(middle, middle, Math.min(radius * 1.25, middle - c.lineWidth / 2), 0, 2 * Math.PI)
    c.stroke()
  }
  return canvas
}
