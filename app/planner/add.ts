import { keyFor, untaken } from '#shared/seating/plan-draft.ts'
import type { MarkKind, PlanCategory, Point } from '#shared/seating/plan.ts'
import type { LocalText } from '#shared/text/local-text.ts'
import { type Drawing, type DrawnRow, type DrawnSection, type ItemId, newItemId } from './document.ts'
import { type BlockWish, layBlock, layChairs, type TableWish } from './lay-seats.ts'
import { rowLabels } from './numbering.ts'
import type { Selection } from './pick.ts'

/** A drawing after something was added, and what that is. */
export interface Added { drawing: Drawing, added: Selection }

/** Where new seats go: into a section that is there, or a new one of a name. */
export type Into = { section: ItemId } | { name: LocalText, level?: LocalText }

/** Rows of points as rows of seats, labelled on from those that the section has, seats from 1. */
export function addRows(drawing: Drawing, into: Into, rows: readonly (readonly Point[])[], category: string): Added {
  const { drawing: prepared, section } = sectionFor(drawing, into)
  const taken = new Set(section.rows.map(row => row.label))
  const labels = rowLabels(rows.length + taken.size, { kind: 'letters', from: 'stage', start: 1, step: 1, skipsLookalikes: true }).filter(label => !taken.has(label))
  const made = rows.map((places, r): DrawnRow => ({
    id: newItemId(), label: labels[r]!,
    seats: places.map((place, i) => ({ id: newItemId(), label: String(i + 1), x: place.x, y: place.y, category, flags: 0 }))
  }))
  return withRows(prepared, section.id, made)
}

/** A block of seats. */
export function addBlock(drawing: Drawing, into: Into, wish: BlockWish, category: string): Added {
  return addRows(drawing, into, layBlock(wish), category)
}

/** Tables with their chairs, named T1, T2 ... on from those that the section has. */
export function addTables(drawing: Drawing, into: Into, tables: readonly (TableWish & { soldAs: 'chair' | 'whole' })[], category: string): Added {
  const { drawing: prepared, section } = sectionFor(drawing, into)
  const taken = new Set(section.rows.map(row => row.label))
  let next = 1
  const made = tables.map((wish): DrawnRow => {
    while (taken.has(`T${next}`)) next++
    taken.add(`T${next}`)
    const { form, at, width, height, rotation, soldAs } = wish
    return {
      id: newItemId(), label: `T${next}`, table: { form, at, width, height: form === 'round' ? width : height, rotation, soldAs },
      seats: layChairs(wish).map((place, i) => ({ id: newItemId(), label: String(i + 1), ...place, category, flags: 0 }))
    }
  })
  return withRows(prepared, section.id, made)
}

function withRows(drawing: Drawing, section: ItemId, rows: readonly DrawnRow[]): Added {
  return {
    drawing: { ...drawing, sections: drawing.sections.map(one => one.id === section ? { ...one, rows: [...one.rows, ...rows] } : one) },
    added: new Set(rows.flatMap(row => row.seats.map(seat => seat.id)))
  }
}

function sectionFor(drawing: Drawing, into: Into): { drawing: Drawing, section: DrawnSection } {
  const known = 'section' in into ? drawing.sections.find(section => section.id === into.section) : undefined
  if (known) return { drawing, section: known }
  const wish = 'name' in into ? into : { name: { en: 'Section', zh: '区域' } }
  const names = new Set(drawing.sections.map(section => section.name.en))
  const en = untaken(wish.name.en, names, (text, n) => `${text} ${n}`)
  const zh = wish.name.zh + en.slice(wish.name.en.length)
  const section: DrawnSection = { id: newItemId(), key: freeKey(drawing, en, 'section'), name: { en, zh }, level: wish.level ?? { en: 'Hall', zh: '观众席' }, rows: [] }
  return { drawing: { ...drawing, sections: [...drawing.sections, section] }, section }
}

/** A key out of the name that no section and no area has. */
export function freeKey(drawing: Drawing, name: string, fallback: string): string {
  return keyFor(name, fallback, new Set([...drawing.sections, ...drawing.areas].map(part => part.key)))
}

/** A standing area. */
export function addArea(drawing: Drawing, outline: readonly Point[], capacity: number, category: string, name: LocalText = { en: 'Standing', zh: '站席' }): Added {
  const en = untaken(name.en, new Set(drawing.areas.map(area => area.name.en)), (text, n) => `${text} ${n}`)
  const area = { id: newItemId(), key: freeKey(drawing, en, 'area'), name: { en, zh: name.zh + en.slice(name.en.length) }, level: { en: 'Floor', zh: '场地' }, category, capacity, outline }
  return { drawing: { ...drawing, areas: [...drawing.areas, area] }, added: new Set([area.id]) }
}

/** A stage, screen, pitch or wall. */
export function addShape(drawing: Drawing, kind: 'stage' | 'screen' | 'pitch' | 'wall', outline: readonly Point[], label?: LocalText): Added {
  const id = newItemId()
  return { drawing: { ...drawing, shapes: [...drawing.shapes, { id, kind, outline: [...outline], ...(label && { label }) }] }, added: new Set([id]) }
}

/** Words on the map, `size` centimetres high. */
export function addText(drawing: Drawing, at: Point, label: LocalText, size: number): Added {
  const id = newItemId()
  return { drawing: { ...drawing, shapes: [...drawing.shapes, { id, kind: 'text', at, label, size }] }, added: new Set([id]) }
}

/** A sign: entrance, bar, stairs ... */
export function addMark(drawing: Drawing, kind: MarkKind, at: Point): Added {
  const id = newItemId()
  return { drawing: { ...drawing, marks: [...drawing.marks, { id, kind, at }] }, added: new Set([id]) }
}

/** A price zone of a name, with a key that no other has. */
export function addCategory(drawing: Drawing, name: LocalText, color: string): { drawing: Drawing, category: PlanCategory } {
  const category = { key: keyFor(name.en, 'category', new Set(drawing.categories.map(one => one.key))), name, color }
  return { drawing: { ...drawing, categories: [...drawing.categories, category] }, category }
}
