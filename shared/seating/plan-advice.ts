import type { LocalText } from '#shared/text/local-text.ts'
import { draftPitch, type PlanDraft, seatsOf } from './plan-draft.ts'
import { type Point, SeatFlag } from './plan.ts'

export type PlanAdviceCode = 'no-stage' | 'empty-section' | 'accessible-without-companion' | 'seat-on-stage' | 'seat-in-area' | 'unused-category' | 'table-of-two-categories'

/** Something that can be sold as it is, and is probably not meant so. */
export interface PlanAdvice {
  code: PlanAdviceCode
  /** As in `PlanFault`. */
  place: string
  sentence: LocalText
}

/** A companion is one of the neighbours: not farther than this many usual distances. */
const BESIDE = 1.7

/** What a friend would ask about the plan, in the order of the plan. */
export function planAdvice(draft: PlanDraft): PlanAdvice[] {
  return [...adviceOnStage(draft), ...adviceOnSections(draft), ...adviceOnSeats(draft), ...adviceOnCategories(draft)]
}

function adviceOnStage(draft: PlanDraft): PlanAdvice[] {
  if (draft.focal || draft.shapes.some(shape => shape.kind === 'stage' || shape.kind === 'screen' || shape.kind === 'pitch')) return []
  return [advice('no-stage', '', 'There is no stage or screen: best seats are counted from the top edge.', '没有舞台或银幕：最佳座位将从上边缘算起。')]
}

function adviceOnSections(draft: PlanDraft): PlanAdvice[] {
  return draft.sections.flatMap((section) => {
    const found: PlanAdvice[] = []
    if (section.rows.every(row => row.seats.length === 0)) found.push(advice('empty-section', section.place, `Section “${section.name.en}” has no seats and will not be in the plan.`, `区域“${section.name.zh}”没有座位，不会出现在座位图中。`))
    for (const row of section.rows) {
      if (row.table?.soldAs === 'whole' && new Set(row.seats.map(seat => seat.category)).size > 1) {
        found.push(advice('table-of-two-categories', row.place, `Table ${row.label} is sold whole, and its chairs are of different categories.`, `${row.label} 桌整桌出售，但座椅属于不同类别。`))
      }
    }
    return found
  })
}

function adviceOnSeats(draft: PlanDraft): PlanAdvice[] {
  const reach = (draftPitch(draft) ?? 50) * BESIDE
  const stages = draft.shapes.flatMap(shape => shape.kind === 'stage' || shape.kind === 'screen' ? [shape.outline] : [])
  const companions = [...seatsOf(draft)].filter(({ seat }) => seat.flags & SeatFlag.companion).map(({ seat }) => seat)
  const found: PlanAdvice[] = []
  for (const { section, row, seat } of seatsOf(draft)) {
    const name = { en: `${section.name.en}, row ${row.label}, seat ${seat.label}`, zh: `${section.name.zh} ${row.label} 排 ${seat.label} 号` }
    if (seat.flags & SeatFlag.accessible && !companions.some(other => Math.hypot(other.x - seat.x, other.y - seat.y) <= reach)) {
      found.push(advice('accessible-without-companion', seat.place, `${name.en} is for a wheelchair and has no companion seat beside it.`, `${name.zh} 为轮椅席，旁边没有陪同座位。`))
    }
    if (stages.some(outline => isWithin(outline, seat))) found.push(advice('seat-on-stage', seat.place, `${name.en} stands on the stage.`, `${name.zh} 位于舞台上。`))
    const area = draft.areas.find(one => isWithin(one.outline, seat))
    if (area) found.push(advice('seat-in-area', seat.place, `${name.en} stands in the standing area “${area.name.en}”.`, `${name.zh} 位于站席区“${area.name.zh}”内。`))
  }
  return found
}

function adviceOnCategories(draft: PlanDraft): PlanAdvice[] {
  const used = new Set([...[...seatsOf(draft)].map(({ seat }) => seat.category), ...draft.areas.map(area => area.category)])
  return draft.categories.filter(category => !used.has(category.ref))
    .map(category => advice('unused-category', category.place, `No seat is of the category “${category.name.en}”.`, `没有座位属于类别“${category.name.zh}”。`))
}

function advice(code: PlanAdviceCode, place: string, en: string, zh: string): PlanAdvice {
  return { code, place, sentence: { en, zh } }
}

/** Whether the point lies in the polygon (even-odd rule). */
export function isWithin(outline: readonly Point[], { x, y }: Point): boolean {
  let isIn = false
  for (let i = 0, j = outline.length - 1; i < outline.length; j = i++) {
    const [a, b] = [outline[i]!, outline[j]!]
    if ((a.y > y) !== (b.y > y) && x < (b.x - a.x) * (y - a.y) / (b.y - a.y) + a.x) isIn = !isIn
  }
  return isIn
}
