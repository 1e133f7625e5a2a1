import type { LocalText } from '#shared/text/local-text.ts'
import { isWhole } from './column-coding.ts'
import { asArray, asNumber, asObject, asPoint, asText, flat, text } from './plan-json.ts'
import { MARK_KINDS, type MarkKind, type PlanMark, type PlanTable, type SeatingPlan } from './plan.ts'

/** Tables and marks as plain JSON. A plan without them is written without the lists, as before there were any: its hash stays. */
export interface EncodedFurniture {
  tables?: EncodedTable[]
  marks?: { kind: MarkKind, at: number[], label?: LocalText }[]
}

type EncodedTable = Omit<PlanTable, 'at'> & { at: number[] }

/** What stands in the hall beside seats. */
export function encodeFurniture({ tables = [], marks = [] }: Pick<SeatingPlan, 'tables' | 'marks'>): EncodedFurniture {
  return {
    ...(tables.length > 0 && { tables: tables.map(({ row, form, at, width, height, rotation, soldAs }) => ({ row, form, at: flat([at]), width, height, rotation, soldAs })) }),
    ...(marks.length > 0 && { marks: marks.map(({ kind, at, label }) => ({ kind, at: flat([at]), ...(label && { label: text(label) }) })) })
  }
}

/** The reverse of `encodeFurniture`. @throws an `Error` that names the part */
export function decodeFurniture(root: Record<string, unknown>, rowCount: number): Pick<SeatingPlan, 'tables' | 'marks'> {
  const tables = root.tables === undefined ? [] : asArray(root.tables, 'tables').map(table => asTable(table, rowCount))
  if (new Set(tables.map(table => table.row)).size !== tables.length) throw new Error('two tables share a row')
  const marks = root.marks === undefined ? [] : asArray(root.marks, 'marks').map(asMark)
  return { ...(tables.length > 0 && { tables }), ...(marks.length > 0 && { marks }) }
}

function asTable(value: unknown, rowCount: number): PlanTable {
  const { row, form, at, width, height, rotation, soldAs } = asObject(value, 'table')
  if (!isWhole(row, 0, rowCount - 1)) throw new Error('a table has a row that is not there')
  if (form !== 'round' && form !== 'rectangle') throw new Error('table.form is round or rectangle')
  if (soldAs !== 'chair' && soldAs !== 'whole') throw new Error('table.soldAs is chair or whole')
  return { row, form, at: asPoint(at, 'table.at'), width: asNumber(width, 'table.width'), height: asNumber(height, 'table.height'), rotation: asNumber(rotation, 'table.rotation'), soldAs }
}

function asMark(value: unknown): PlanMark {
  const { kind, at, label } = asObject(value, 'mark')
  const known = MARK_KINDS.find(one => one === kind)
  if (!known) throw new Error('mark.kind is not known')
  return { kind: known, at: asPoint(at, 'mark.at'), ...(label !== undefined && { label: asText(label, 'mark.label') }) }
}
