import type { Point } from '#shared/seating/plan.ts'
import type { Direction } from './seat-steps.ts'

/** What people do to the map, in canvas coordinates (CSS pixels). */
export interface Gestures {
  pan: (dx: number, dy: number) => void
  zoom: (about: Point, factor: number) => void
  /** `isTouch`: a finger, which needs larger targets than a mouse. Answers whether something was hit: then a second tap is one more tap. */
  tap: (at: Point, isTouch: boolean) => boolean
  doubleTap: (at: Point) => void
  hover: (at: Point | null) => void
  /** A finger rests on a place: somebody looks before he takes. */
  rest: (at: Point) => void
  /** A finger left the map while moving it, at so many CSS pixels a millisecond. */
  fling: (vx: number, vy: number) => void
  step: (direction: Direction) => void
  choose: () => void
  /** Out of the seats, back to the whole. */
  leave: () => void
  zoomStep: (factor: number) => void
  reset: () => void
}

/** A pointer may tremble by so much and still tap. */
const SLOP = { mouse: 4, touch: 10 }
const DOUBLE_TAP_MS = 300
const DOUBLE_TAP_REACH = 28
/** A finger that lies still for so long rests. */
const REST_MS = 450
/** How far back a fling looks for its speed. */
const FLING_MS = 90
const ARROWS: Record<string, Direction> = { ArrowLeft: 'left', ArrowRight: 'right', ArrowUp: 'up', ArrowDown: 'down' }

/** Turns pointer, wheel and key events of the canvas into gestures. Answers the function that stops listening. */
export function listen(canvas: HTMLCanvasElement, gestures: Gestures): () => void {
  const pointers = new Map<number, Point>()
  let start: Point | null = null
  let isDrag = false
  let resting: ReturnType<typeof setTimeout> | undefined
  let trail: { at: Point, time: number }[] = []
  let lastTap = { at: { x: 0, y: 0 }, time: -Infinity }

  const place = (event: PointerEvent | WheelEvent): Point => {
    const box = canvas.getBoundingClientRect()
    return { x: event.clientX - box.left, y: event.clientY - box.top }
  }

  const down = (event: PointerEvent) => {
    if (event.button > 0) return
    canvas.setPointerCapture(event.pointerId)
    pointers.set(event.pointerId, place(event))
    // A second finger makes it a pinch: lifting it is no tap.
    isDrag = pointers.size > 1
    start = place(event)
    trail = []
    gestures.hover(null)
    clearTimeout(resting)
    if (event.pointerType === 'touch' && pointers.size === 1) resting = setTimeout(rest, REST_MS)
  }

  const rest = () => {
    if (!start || isDrag || pointers.size !== 1) return
    isDrag = true
    gestures.rest(start)
  }

  const move = (event: PointerEvent) => {
    const at = place(event)
    const before = pointers.get(event.pointerId)
    if (!before) {
      if (event.pointerType === 'mouse') gestures.hover(at)
      return
    }
    if (!isDrag && start && distance(at, start) < slopOf(event)) return
    const other = [...pointers.entries()].find(([id]) => id !== event.pointerId)?.[1]
    pointers.set(event.pointerId, at)
    if (other) {
      const ratio = distance(at, other) / Math.max(distance(before, other), 1)
      gestures.zoom(middle(at, other), ratio)
      gestures.pan((at.x - before.x) / 2, (at.y - before.y) / 2)
    } else {
      // The first step of a drag includes the slop, so the map stays under the finger.
      gestures.pan(at.x - before.x, at.y - before.y)
    }
    if (!isDrag) clearTimeout(resting)
    isDrag = true
    trail = [...trail.filter(point => event.timeStamp - point.time < FLING_MS), { at, time: event.timeStamp }]
  }

  const up = (event: PointerEvent) => {
    if (!pointers.delete(event.pointerId)) return
    clearTimeout(resting)
    if (pointers.size > 0) trail = []
    const first = trail.find(point => event.timeStamp - point.time < FLING_MS)
    const last = trail.at(-1)
    if (event.type === 'pointerup' && event.pointerType === 'touch' && first && last && last.time > first.time) {
      gestures.fling((last.at.x - first.at.x) / (last.time - first.time), (last.at.y - first.at.y) / (last.time - first.time))
    }
    if (pointers.size > 0 || isDrag || event.type === 'pointercancel') return
    const at = place(event)
    const isDouble = event.timeStamp - lastTap.time < DOUBLE_TAP_MS && distance(at, lastTap.at) < DOUBLE_TAP_REACH
    if (isDouble) gestures.doubleTap(at)
    const hasHit = !isDouble && gestures.tap(at, event.pointerType !== 'mouse')
    lastTap = { at, time: isDouble || hasHit ? -Infinity : event.timeStamp }
  }

  const wheel = (event: WheelEvent) => {
    event.preventDefault()
    const unit = event.deltaMode === 1 ? 16 : event.deltaMode === 2 ? 400 : 1
    // A pinch on a trackpad comes as a wheel with Ctrl and small steps.
    const speed = event.ctrlKey ? 0.012 : 0.0022
    if (Math.abs(event.deltaX) > Math.abs(event.deltaY) && !event.ctrlKey) gestures.pan(-event.deltaX * unit, 0)
    else gestures.zoom(place(event), Math.exp(-Math.max(-160, Math.min(160, event.deltaY * unit)) * speed))
  }

  // A finger that is lifted leaves too: what it rested on is still to be read then.
  const leave = (event: PointerEvent) => {
    if (event.pointerType === 'mouse') gestures.hover(null)
  }

  const key = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const direction = ARROWS[event.key]
    if (direction) gestures.step(direction)
    else if (event.key === 'Enter' || event.key === ' ') gestures.choose()
    else if (event.key === 'Escape') gestures.leave()
    else if (event.key === '+' || event.key === '=') gestures.zoomStep(1.5)
    else if (event.key === '-') gestures.zoomStep(1 / 1.5)
    else if (event.key === '0') gestures.reset()
    else return
    event.preventDefault()
  }

  canvas.addEventListener('pointerdown', down)
  canvas.addEventListener('pointermove', move)
  canvas.addEventListener('pointerup', up)
  canvas.addEventListener('pointercancel', up)
  canvas.addEventListener('pointerleave', leave)
  canvas.addEventListener('wheel', wheel, { passive: false })
  canvas.addEventListener('keydown', key)
  return () => {
    clearTimeout(resting)
    canvas.removeEventListener('pointerdown', down)
    canvas.removeEventListener('pointermove', move)
    canvas.removeEventListener('pointerup', up)
    canvas.removeEventListener('pointercancel', up)
    canvas.removeEventListener('pointerleave', leave)
    canvas.removeEventListener('wheel', wheel)
    canvas.removeEventListener('keydown', key)
  }
}

function slopOf(event: PointerEvent): number {
  return event.pointerType === 'mouse' ? SLOP.mouse : SLOP.touch
}

function distance(a: Point, b: Point): number {
  return Math.hypot(a.x - b.x, a.y - b.y)
}

function middle(a: Point, b: Point): Point {
  return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 }
}
