import { untaken } from '#shared/seating/plan-draft.ts'
import { type Added, freeKey } from './add.ts'
import { type Drawing, type DrawnArea, type DrawnMark, type DrawnRow, type DrawnShape, type ItemId, newItemId } from './document.ts'
import { pickedRows, type Selection } from './pick.ts'
import { moveBy } from './transform.ts'

/** What was copied, apart from where it came from: it can be pasted after its origin is gone. */
export interface Clip {
  /** With the section that they stood in. */
  rows: { section: ItemId, row: DrawnRow }[]
  areas: DrawnArea[]
  shapes: DrawnShape[]
  marks: DrawnMark[]
}

/** What is picked, to be pasted. */
export function copyOf(drawing: Drawing, selection: Selection): Clip {
  return {
    rows: drawing.sections.flatMap(section => pickedRows({ ...drawing, sections: [section] }, selection).map(row => ({ section: section.id, row }))),
    areas: drawing.areas.filter(area => selection.has(area.id)),
    shapes: drawing.shapes.filter(shape => selection.has(shape.id)),
    marks: drawing.marks.filter(mark => selection.has(mark.id))
  }
}

/** Whether there is nothing to paste. */
export const isEmptyClip = (clip: Clip) => clip.rows.length + clip.areas.length + clip.shapes.length + clip.marks.length === 0

/**
 * Adds the copy, moved by so much. Rows go into the section that they came from, or the first one where that is gone, with labels
 * that go on from those that are there; seat numbers stay.
 */
export function paste(drawing: Drawing, clip: Clip, dx: number, dy: number): Added {
  const added = new Set<ItemId>()
  let now = drawing
  if (now.sections.length === 0 && clip.rows.length > 0) now = { ...now, sections: [{ id: newItemId(), key: freeKey(now, 'Section', 'section'), name: { en: 'Section', zh: '区域' }, level: { en: 'Hall', zh: '观众席' }, rows: [] }] }
  const homes = new Map<ItemId, DrawnRow[]>()
  for (const { section, row } of clip.rows) {
    const home = now.sections.find(one => one.id === section) ?? now.sections[0]!
    homes.set(home.id, [...homes.get(home.id) ?? [], row])
  }
  now = {
    ...now,
    sections: now.sections.map((section) => {
      const rows = homes.get(section.id)
      if (!rows) return section
      const taken = new Set(section.rows.map(row => row.label))
      const copies = rows.map((row): DrawnRow => ({ ...row, id: newItemId(), label: nextLabel(row.label, taken), seats: row.seats.map(seat => ({ ...seat, id: newItemId() })) }))
      for (const row of copies) for (const seat of row.seats) added.add(seat.id)
      return { ...section, rows: [...section.rows, ...copies] }
    }),
    areas: [...now.areas, ...clip.areas.map((area) => {
      const name = untaken(area.name.en, new Set(now.areas.map(one => one.name.en)), (text, n) => `${text} ${n}`)
      return noted(added, { ...area, key: freeKey(now, name, 'area'), name: { en: name, zh: area.name.zh + name.slice(area.name.en.length) } })
    })],
    shapes: [...now.shapes, ...clip.shapes.map(shape => noted(added, shape))],
    marks: [...now.marks, ...clip.marks.map(mark => noted(added, mark))]
  }
  return { drawing: moveBy(now, added, dx, dy), added }
}

function noted<T extends { id: ItemId }>(added: Set<ItemId>, item: T): T {
  const copy = { ...item, id: newItemId() }
  added.add(copy.id)
  return copy
}

/** The next label of the same kind that is free: `T4` becomes `T5`, `7` becomes `8`, `C` becomes `D`; letters without I and O. It is added to `taken`. */
export function nextLabel(label: string, taken: Set<string>): string {
  let next = label
  while (taken.has(next)) next = successor(next)
  taken.add(next)
  return next
}

const LETTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZ'

function successor(label: string): string {
  const [, head = '', digits] = /^(.*?)(\d+)$/.exec(label) ?? []
  if (digits !== undefined) return head + String(BigInt(digits) + 1n).padStart(digits.length, '0')
  const last = LETTERS.indexOf(label.at(-1) ?? '')
  if (last < 0) return `${label}-2`
  const before = label.slice(0, -1)
  if (last < LETTERS.length - 1) return before + LETTERS[last + 1]!
  return before === '' ? 'AA' : successor(before) + 'A'
}
