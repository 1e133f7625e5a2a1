import { draftPitch, type DraftSection, type PlanDraft } from '#shared/seating/plan-draft.ts'
import type { Point } from '#shared/seating/plan.ts'
import { SpotIndex } from '#shared/seating/spot-index.ts'

/** Free space between sections, in seats. */
const GAP = 4
/** Nearer than this part of the usual distance, a seat stands in the way of another. */
const IN_THE_WAY = 0.9

interface Box { left: number, top: number, right: number, bottom: number }

/**
 * Moves sections that lie on top of earlier ones to free ground beside and below them, like books on shelves.
 * Changes the draft; returns the sections that were moved.
 */
export function layApart(draft: PlanDraft): DraftSection[] {
  const pitch = draftPitch(draft) ?? 50
  const { staying, moving } = sortOut(draft.sections, pitch * IN_THE_WAY)
  if (moving.length === 0) return []
  const gap = pitch * GAP
  const first = boxOf([...staying.flatMap(pointsOf), ...draft.shapes.flatMap(shape => shape.kind === 'text' ? [shape.at] : shape.outline), ...draft.areas.flatMap(area => area.outline)])
  const boxes = moving.map(section => boxOf(pointsOf(section)))
  const ground = [first, ...boxes].reduce((sum, box) => sum + (box.right - box.left + gap) * (box.bottom - box.top + gap), 0)
  const rightEnd = first.left + Math.max(first.right - first.left, 1.4 * Math.sqrt(ground))

  let shelf = { top: first.top, bottom: first.bottom, right: first.right }
  moving.forEach((section, i) => {
    const box = boxes[i]!
    if (shelf.right + gap + box.right - box.left > rightEnd) shelf = { top: shelf.bottom + gap, bottom: shelf.bottom + gap, right: first.left - gap }
    move(section, shelf.right + gap - box.left, shelf.top - box.top)
    shelf.right += gap + box.right - box.left
    shelf.bottom = Math.max(shelf.bottom, shelf.top + box.bottom - box.top)
  })
  return moving
}

function sortOut(sections: readonly DraftSection[], reach: number): { staying: DraftSection[], moving: DraftSection[] } {
  const spots = new SpotIndex(reach)
  const [staying, moving]: [DraftSection[], DraftSection[]] = [[], []]
  for (const section of sections) {
    const seats = section.rows.flatMap(row => row.seats)
    if (seats.some(seat => spots.under(section, seat))) {
      moving.push(section)
    } else {
      staying.push(section)
      seats.forEach(seat => spots.add(section, seat))
    }
  }
  return { staying, moving }
}

function move(section: DraftSection, dx: number, dy: number): void {
  for (const row of section.rows) {
    for (const seat of row.seats) {
      seat.x += dx
      seat.y += dy
    }
  }
  if (section.outline) section.outline = section.outline.map(({ x, y }) => ({ x: x + dx, y: y + dy }))
}

function pointsOf(section: DraftSection): Point[] {
  return [...section.rows.flatMap(row => row.seats), ...section.outline ?? []].filter(({ x, y }) => Number.isFinite(x) && Number.isFinite(y))
}

function boxOf(points: readonly Point[]): Box {
  const box = { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity }
  for (const { x, y } of points) {
    box.left = Math.min(box.left, x)
    box.top = Math.min(box.top, y)
    box.right = Math.max(box.right, x)
    box.bottom = Math.max(box.bottom, y)
  }
  return box
}
