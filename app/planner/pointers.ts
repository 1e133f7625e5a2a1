import type { Point } from '#shared/seating/plan.ts'
import type { Board } from './board.ts'
import type { Keys } from './tools/tool.ts'

/** Pixels to a step of a wheel that counts lines, as Firefox's does. */
const LINE = 16

/**
 * Hands mouse, pen and fingers on to the tool in hand. The middle button, the pan tool, Space and two fingers move the paper; the wheel
 * moves it too, and zooms with Ctrl (which is also what pinching a trackpad sends). @returns how to stop
 */
export function followPointers(canvas: HTMLCanvasElement, board: Board): () => void {
  const fingers = new Map<number, Point>()
  let panning: Point | null = null
  let isSpace = false
  let pinch: { middle: Point, apart: number } | null = null

  const at = (event: MouseEvent): Point => {
    const box = canvas.getBoundingClientRect()
    return { x: event.clientX - box.left, y: event.clientY - box.top }
  }
  const keys = (event: MouseEvent): Keys => ({ shift: event.shiftKey, alt: event.altKey, ctrl: event.ctrlKey || event.metaKey })
  const spread = () => {
    const [a, b] = [...fingers.values()]
    return { middle: { x: (a!.x + b!.x) / 2, y: (a!.y + b!.y) / 2 }, apart: Math.hypot(a!.x - b!.x, a!.y - b!.y) || 1 }
  }

  function down(event: PointerEvent): void {
    canvas.focus({ preventScroll: true })
    canvas.setPointerCapture(event.pointerId)
    fingers.set(event.pointerId, at(event))
    if (fingers.size === 2) {
      board.tool.cancel()
      pinch = spread()
      return
    }
    if (fingers.size > 2) return
    if (event.button === 1 || isSpace || board.toolName === 'pan') panning = at(event)
    else if (event.button === 0) board.tool.down(board.planPoint(at(event)), keys(event))
  }

  function move(event: PointerEvent): void {
    const here = at(event)
    if (fingers.has(event.pointerId)) fingers.set(event.pointerId, here)
    if (pinch && fingers.size >= 2) {
      const now = spread()
      board.pan(now.middle.x - pinch.middle.x, now.middle.y - pinch.middle.y)
      board.zoom(now.apart / pinch.apart, now.middle)
      pinch = now
    } else if (panning) {
      board.pan(here.x - panning.x, here.y - panning.y)
      panning = here
    } else {
      board.tool.move(board.planPoint(here), keys(event))
    }
  }

  function up(event: PointerEvent): void {
    const was = fingers.delete(event.pointerId)
    if (pinch) {
      if (fingers.size === 0) pinch = null
    } else if (panning) {
      panning = null
    } else if (was && event.type === 'pointercancel') {
      board.tool.cancel()
    } else if (was && event.button === 0) {
      board.tool.up(board.planPoint(at(event)), keys(event))
    }
  }

  function wheel(event: WheelEvent): void {
    event.preventDefault()
    const by = event.deltaMode === 1 ? LINE : 1
    if (event.ctrlKey || event.metaKey) board.zoom(Math.exp(-event.deltaY * by * 0.004), at(event))
    else board.pan(-event.deltaX * by, -event.deltaY * by)
  }

  const double = (event: MouseEvent) => board.tool.double?.(board.planPoint(at(event)))
  const space = (event: KeyboardEvent) => {
    if (event.code !== 'Space') return
    isSpace = event.type === 'keydown'
    if (isSpace) event.preventDefault()
  }
  const listening: [string, (event: never) => void][] = [
    ['pointerdown', down], ['pointermove', move], ['pointerup', up], ['pointercancel', up], ['dblclick', double], ['wheel', wheel], ['keydown', space], ['keyup', space]
  ]
  for (const [name, listener] of listening) canvas.addEventListener(name, listener as EventListener, { passive: false })
  return () => {
    for (const [name, listener] of listening) canvas.removeEventListener(name, listener as EventListener)
  }
}
