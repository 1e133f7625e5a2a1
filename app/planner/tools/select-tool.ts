import type { Point } from '#shared/seating/plan.ts'
import type { Drawing } from '../document.ts'
import { type Box, asideOf, boxBetween, boxOf, distance, middleOf } from '../geometry.ts'
import { gripsOf } from './grips.ts'
import { grown, itemsInBox, itemsInLasso, itemUnder, NOTHING, pickedRows, pointsOf, type Selection } from '../pick.ts'
import { type Guide, type SnapLines, snapLines, snapMove } from '../snap.ts'
import { bendRows, moveBy, rotateBy } from '../transform.ts'
import type { Bench, Keys, Tool } from './tool.ts'

/** Pixels that a hand may tremble before a press is a drag. */
const TREMBLE = 4
/** Pixels within which things fall into line. */
const SNAP_REACH = 7
/** Degrees to which a turn falls, unless Alt is held. */
const TURN_STEP = 5

type Drag =
  | { kind: 'press', from: Point, onItem: boolean }
  | { kind: 'move', from: Point, box: Box, lines: SnapLines, drawing: Drawing }
  | { kind: 'turn', about: Point, start: number, drawing: Drawing }
  | { kind: 'bend', ends: [Point, Point], drawing: Drawing }
  | { kind: 'box', from: Point, before: Selection }
  | { kind: 'lasso', points: Point[], before: Selection }

/** Picks by a click, a box or a line drawn around things; moves, turns and bends what is picked. */
export function selectTool(bench: Bench, isLasso = false): Tool {
  const { planner } = bench
  let drag: Drag | null = null
  let result: Drawing | null = null

  function press(at: Point, keys: Keys): void {
    const grip = gripsOf(planner.drawing, planner.selection, bench.pixel()).find(one => distance(one.at, at) <= 12 * bench.pixel())
    if (grip) return takeGrip(grip.kind, at)
    const item = itemUnder(planner.drawing, at, 2 * bench.pixel())
    if (item !== null && keys.shift) planner.toggle([item])
    else if (item !== null && !planner.selection.has(item)) planner.select(new Set([item]))
    drag = { kind: 'press', from: at, onItem: item !== null }
  }

  function takeGrip(kind: 'turn' | 'bend', at: Point): void {
    const { drawing, selection } = planner
    const about = middleOf(boxOf(pointsOf(drawing, selection))!)
    if (kind === 'turn') return void (drag = { kind, about, start: angleOf(about, at), drawing })
    const row = pickedRows(drawing, selection)[0]!
    drag = { kind, ends: [row.seats[0]!, row.seats.at(-1)!], drawing }
  }

  function begin(press: Extract<Drag, { kind: 'press' }>, keys: Keys): Drag {
    const before = keys.shift ? planner.selection : NOTHING
    if (press.onItem && !isLasso) {
      const { drawing, selection } = planner
      return { kind: 'move', from: press.from, drawing, box: boxOf(pointsOf(drawing, selection)) ?? boxBetween(press.from, press.from), lines: snapLines(drawing, selection) }
    }
    return isLasso || keys.alt ? { kind: 'lasso', points: [press.from], before } : { kind: 'box', from: press.from, before }
  }

  function carry(at: Point, keys: Keys): void {
    if (drag?.kind === 'press') {
      if (distance(drag.from, at) < TREMBLE * bench.pixel()) return
      drag = begin(drag, keys)
    }
    switch (drag?.kind) {
      case 'move': return carryMove(drag, at, keys)
      case 'turn': return carryTurn(drag, at, keys)
      case 'bend': return show(bendRows(drag.drawing, planner.selection, keys.alt ? asideOf(...drag.ends, at) : Math.round(asideOf(...drag.ends, at) / 5) * 5))
      case 'box': return bench.show({ box: boxBetween(drag.from, at) })
      case 'lasso':
        drag.points.push(at)
        return bench.show({ lasso: drag.points })
    }
  }

  function carryMove({ from, box, lines, drawing }: Extract<Drag, { kind: 'move' }>, at: Point, keys: Keys): void {
    const { grid, snapsToNeighbours } = bench.settings()
    let move = { dx: at.x - from.x, dy: at.y - from.y }
    if (keys.shift) move = Math.abs(move.dx) > Math.abs(move.dy) ? { ...move, dy: 0 } : { ...move, dx: 0 }
    let guides: readonly Guide[] = []
    if (!keys.alt) {
      const snapped = snapMove(box, move, snapsToNeighbours ? lines : { x: [], y: [] }, SNAP_REACH * bench.pixel(), grid)
      move = snapped
      guides = snapped.guides
    }
    show(moveBy(drawing, planner.selection, move.dx, move.dy), guides)
  }

  function carryTurn({ about, start, drawing }: Extract<Drag, { kind: 'turn' }>, at: Point, keys: Keys): void {
    const raw = angleOf(about, at) - start
    const degrees = keys.alt ? raw : Math.round(raw / TURN_STEP) * TURN_STEP
    result = rotateBy(drawing, planner.selection, degrees)
    bench.show({ words: bench.say('degrees', Math.round(((degrees + 540) % 360) - 180)), at }, result)
  }

  function show(next: Drawing, guides: readonly Guide[] = []): void {
    result = next
    bench.show({ guides }, next)
  }

  function release(at: Point, keys: Keys): void {
    const done = drag
    const next = result
    drag = result = null
    bench.show(null, null)
    switch (done?.kind) {
      case 'press': return void (!done.onItem && !keys.shift && planner.select(NOTHING))
      case 'box': return planner.select(new Set([...done.before, ...itemsInBox(planner.drawing, boxBetween(done.from, at))]))
      case 'lasso': return planner.select(new Set([...done.before, ...itemsInLasso(planner.drawing, done.points)]))
      case 'move': case 'turn': case 'bend': return void (next && planner.act(() => next))
    }
  }

  return {
    cursor: isLasso ? 'crosshair' : 'default',
    down: press,
    move: carry,
    up: release,
    double: (at) => {
      const item = itemUnder(planner.drawing, at, 2 * bench.pixel())
      if (item !== null) planner.select(grown(planner.drawing, new Set([item]), 'row'))
    },
    cancel() {
      if (!drag) return planner.select(NOTHING)
      drag = result = null
      bench.show(null, null)
    }
  }
}

const angleOf = (about: Point, at: Point) => Math.atan2(at.y - about.y, at.x - about.x) * 180 / Math.PI
