import { type DraftRow, type DraftSection, keyFor, type PlanDraft } from '#shared/seating/plan-draft.ts'
import { fault, type PlanFault } from '#shared/seating/plan-fault-kinds.ts'
import { SeatFlag } from '#shared/seating/plan.ts'
import type { LocalText } from '#shared/text/local-text.ts'
import { CsvError, readCsv } from './csv.ts'
import { categoryColor } from './palette.ts'

const REQUIRED = ['section', 'row', 'seat', 'x', 'y'] as const
const OPTIONAL = ['accessible', 'category', 'companion', 'restricted_view', 'stairs_free'] as const
type Column = (typeof REQUIRED)[number] | (typeof OPTIONAL)[number]

/** The category of seats that have none. */
const STANDARD: LocalText = { en: 'Standard', zh: '标准' }

/**
 * Reads a plan from lines of `section,row,seat,x,y` with a header, and `accessible`, `category`, `companion`, `restricted_view` and
 * `stairs_free` where there are such columns; they may stand in any order. Rows and sections are in the order in which they appear first.
 * Returns what could be read and the faults of the lines that could not.
 */
export function readCsvPlan(text: string, name: LocalText): { draft: PlanDraft, faults: PlanFault[] } {
  const reading = new CsvReading(name)
  if (text.includes('\ufffd')) reading.faults.push(fault('wrong-encoding', ''))
  try {
    for (const { line, fields } of readCsv(text)) reading.take(line, fields)
  } catch (problem) {
    if (!(problem instanceof CsvError)) throw problem
    reading.faults.push(fault('unreadable', `line ${problem.line}`, { name: problem.message }))
  }
  return { draft: reading.draft, faults: reading.faults }
}

class CsvReading {
  readonly draft: PlanDraft
  readonly faults: PlanFault[] = []
  #columns: Map<Column, number> | undefined
  readonly #sections = new Map<string, { section: DraftSection, rows: Map<string, DraftRow> }>()
  readonly #categories = new Set<string>()
  readonly #keys = new Set<string>()

  constructor(name: LocalText) {
    this.draft = { name, categories: [], sections: [], areas: [], shapes: [] }
  }

  take(line: number, fields: string[]): void {
    if (!this.#columns) this.#columns = this.#readHeader(line, fields)
    else this.#takeSeat(`line ${line}`, (column: Column) => fields[this.#columns!.get(column) ?? -1]?.trim() ?? '')
  }

  #readHeader(line: number, fields: string[]): Map<Column, number> {
    const names = fields.map(field => field.trim().toLowerCase())
    for (const column of REQUIRED) {
      if (!names.includes(column)) this.faults.push(fault('missing-part', `line ${line}`, { name: column }))
    }
    return new Map([...REQUIRED, ...OPTIONAL].filter(column => names.includes(column)).map(column => [column, names.indexOf(column)]))
  }

  #takeSeat(place: string, field: (column: Column) => string): void {
    this.#row(place, bare(field('section')), bare(field('row'))).seats.push({
      label: bare(field('seat')),
      x: readNumber(field('x')),
      y: readNumber(field('y')),
      category: this.#category(place, bare(field('category'))),
      flags: FLAGS.reduce((bits, [column, flag]) => bits | (this.#isSet(place, field(column)) ? flag : 0), 0),
      place
    })
  }

  #isSet(place: string, text: string): boolean {
    const answer = readYesOrNo(text)
    if (answer === undefined) this.faults.push(fault('bad-value', place, { name: text }))
    return answer ?? false
  }

  #row(place: string, sectionName: string, label: string): DraftRow {
    let known = this.#sections.get(sectionName)
    if (!known) {
      const key = keyFor(sectionName, `section-${this.#sections.size + 1}`, this.#keys)
      known = { section: { key, name: { en: sectionName, zh: sectionName }, level: this.draft.name, rows: [], place }, rows: new Map() }
      this.#sections.set(sectionName, known)
      this.draft.sections.push(known.section)
    }
    let row = known.rows.get(label)
    if (!row) {
      row = { label, seats: [], place }
      known.rows.set(label, row)
      known.section.rows.push(row)
    }
    return row
  }

  #category(place: string, ref: string): string {
    if (!this.#categories.has(ref)) {
      this.#categories.add(ref)
      this.draft.categories.push({ ref, name: ref === '' ? STANDARD : { en: ref, zh: ref }, color: categoryColor(this.draft.categories.length), place })
    }
    return ref
  }
}

const FLAGS: readonly (readonly [Column, number])[] = [
  ['accessible', SeatFlag.accessible], ['companion', SeatFlag.companion], ['restricted_view', SeatFlag.restrictedView], ['stairs_free', SeatFlag.stairsFree]
]

/** Without the apostrophe that keeps a spreadsheet from taking a label for a formula. */
function bare(text: string): string {
  return /^'+[=+\-@\t\r]/.test(text) ? text.slice(1) : text
}

/** Plain decimal numbers only: `Number` alone would also take '', '0x10' and ' '. */
function readNumber(text: string): number {
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : Number.NaN
}

function readYesOrNo(text: string): boolean | undefined {
  if (/^(|0|no|n|false|否)$/i.test(text)) return false
  return /^(1|yes|y|true|x|是)$/i.test(text) ? true : undefined
}
