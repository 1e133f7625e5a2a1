import type { LocalText } from '#shared/text/local-text.ts'
import { type Added, freeKey } from './add.ts'
import { focalOf, mapRows, mapSeats } from './change.ts'
import { type Drawing, type DrawnRow, type DrawnSection, type ItemId, newItemId } from './document.ts'
import { type RowScheme, type SeatScheme, nameRows, numberSeats } from './numbering.ts'
import type { Selection } from './pick.ts'

/** Paints seats, areas and tables with a category. */
export function paintCategory(drawing: Drawing, selection: Selection, category: string): Drawing {
  const painted = mapSeats(drawing, selection, seat => seat.category === category ? seat : { ...seat, category })
  return drawing.areas.some(area => selection.has(area.id)) ? { ...painted, areas: painted.areas.map(area => selection.has(area.id) ? { ...area, category } : area) } : painted
}

/** Sets or takes away one of the bits of `SeatFlag`. */
export function paintFlag(drawing: Drawing, selection: Selection, flag: number, isSet: boolean): Drawing {
  return mapSeats(drawing, selection, seat => ({ ...seat, flags: isSet ? seat.flags | flag : seat.flags & ~flag }))
}

/** Names the rows that have a picked seat. A block that is numbered on its own counts from its own first row. */
export function renameRows(drawing: Drawing, selection: Selection, scheme: RowScheme): Drawing {
  return inSections(drawing, selection, rows => nameRows(rows, scheme, focalOf(drawing)))
}

/** Numbers the seats of the rows that have a picked seat, whole rows at a time. */
export function renumberSeats(drawing: Drawing, selection: Selection, scheme: SeatScheme): Drawing {
  return inSections(drawing, selection, rows => numberSeats(rows, scheme, focalOf(drawing)))
}

function inSections(drawing: Drawing, selection: Selection, change: (rows: readonly DrawnRow[]) => DrawnRow[]): Drawing {
  return {
    ...drawing,
    sections: drawing.sections.map((section) => {
      const touched = section.rows.filter(row => row.seats.some(seat => selection.has(seat.id)))
      if (touched.length === 0) return section
      const changed = new Map(change(touched).map(row => [row.id, row]))
      return { ...section, rows: section.rows.map(row => changed.get(row.id) ?? row) }
    })
  }
}

/** Moves the picked seats into a section of that name: the one that has it, or a new one. Rows that are picked in part are cut in two. */
export function moveToSection(drawing: Drawing, selection: Selection, name: LocalText, level?: LocalText): Added {
  const moving = drawing.sections.flatMap(section => section.rows.flatMap((row) => {
    const seats = row.seats.filter(seat => selection.has(seat.id))
    return seats.length === 0 ? [] : [{ ...row, id: seats.length === row.seats.length ? row.id : newItemId(), seats }]
  }))
  if (moving.length === 0) return { drawing, added: selection }
  const left = mapRows(drawing, row => row.seats.some(seat => selection.has(seat.id)) ? { ...row, seats: row.seats.filter(seat => !selection.has(seat.id)) } : row)
  const known = left.sections.find(section => section.name.en === name.en)
  const first = drawing.sections.find(section => section.rows.some(row => row.seats.some(seat => selection.has(seat.id))))
  const target: DrawnSection = known ?? { id: newItemId(), key: freeKey(drawing, name.en, 'section'), name, level: level ?? first?.level ?? { en: 'Hall', zh: '观众席' }, rows: [] }
  const sections = known ? left.sections : [...left.sections, target]
  return {
    drawing: { ...left, sections: sections.map(section => section.id === target.id ? { ...section, rows: [...section.rows, ...moving] } : section).filter(section => section.rows.length > 0) },
    added: selection
  }
}

/** A row with another label. */
export function labelRow(drawing: Drawing, row: ItemId, label: string): Drawing {
  return mapRows(drawing, one => one.id === row ? { ...one, label } : one)
}

/** A table sold otherwise. */
export function sellTables(drawing: Drawing, selection: Selection, soldAs: 'chair' | 'whole'): Drawing {
  return mapRows(drawing, row => row.table && row.seats.some(seat => selection.has(seat.id)) ? { ...row, table: { ...row.table, soldAs } } : row)
}
