import { type DraftRow, type DraftSection, type Place, type PlanDraft, seatsOf, untaken } from '#shared/seating/plan-draft.ts'
import { INVISIBLE, type PlanFaultCode } from '#shared/seating/plan-fault-kinds.ts'
import type { LocalText } from '#shared/text/local-text.ts'
import { layApart } from './lay-apart.ts'
import { categoryColor } from './palette.ts'

/** One thing that a repair changed. */
export interface PlanChange {
  /** The fault that it mends. */
  code: PlanFaultCode
  place: Place
  sentence: LocalText
}

const numbered = (label: string, n: number) => `${label}-${n}`

/**
 * Mends what can be mended without guessing what is sold to whom: labels, ids and the drawing, never a seat's price or
 * whether it exists. Changes the draft; returns every change with its place. What it cannot mend is still a fault afterwards.
 */
export function repairDraft(draft: PlanDraft): PlanChange[] {
  const changes: PlanChange[] = []
  const note: Note = (code, place, en, zh) => changes.push({ code, place, sentence: { en, zh } })
  cleanLabels(draft, note)
  dropEmptyRows(draft, note)
  repairCategories(draft, note)
  nameSections(draft, note)
  draft.sections.forEach(section => repairRows(section, note))
  for (const section of draft.sections) section.rows.forEach(row => repairSeats(row, note))
  renewSourceIds(draft, note)
  layApart(draft).forEach(section => note('sections-on-one-spot', section.place,
    `Section ${section.name.en} was drawn beside the others, because it lay on top of one of them.`, `区域 ${section.name.zh} 与其他区域重叠，已移至旁边。`))
  return changes
}

type Note = (code: PlanFaultCode, place: Place, en: string, zh: string) => void

function cleanLabels(draft: PlanDraft, note: Note): void {
  const clean = (label: string, place: Place): string => {
    if (label.search(INVISIBLE) < 0) return label
    const cleaned = label.replace(INVISIBLE, '').trim()
    note('control-characters', place, `Invisible characters were taken out of “${cleaned}”.`, `已去除“${cleaned}”中的不可见字符。`)
    return cleaned
  }
  const cleanName = (name: LocalText, place: Place): LocalText => {
    const en = clean(name.en, place)
    return { en, zh: name.zh === name.en ? en : clean(name.zh, place) }
  }
  draft.name = cleanName(draft.name, '/name')
  for (const named of [...draft.categories, ...draft.sections, ...draft.areas]) named.name = cleanName(named.name, named.place)
  for (const section of draft.sections) {
    section.level = cleanName(section.level, section.place)
    for (const row of section.rows) row.label = clean(row.label, row.place)
  }
  for (const { seat } of seatsOf(draft)) seat.label = clean(seat.label, seat.place)
}

function dropEmptyRows(draft: PlanDraft, note: Note): void {
  for (const section of draft.sections) {
    section.rows = section.rows.filter((row) => {
      if (row.seats.length > 0) return true
      note('empty-row', row.place, `Row ${row.label} has no seats and was left out.`, `${row.label} 排没有座位，已略去。`)
      return false
    })
  }
  draft.sections = draft.sections.filter(section => section.rows.length > 0)
}

function repairCategories(draft: PlanDraft, note: Note): void {
  const known = new Set<string>()
  draft.categories = draft.categories.filter((category) => {
    if (!known.has(category.ref)) return known.add(category.ref)
    note('duplicate-category', category.place, `The second category ${category.ref} was left out.`, `重复的类别 ${category.ref} 已略去。`)
    return false
  })
  for (const { category, place } of [...[...seatsOf(draft)].map(({ seat }) => seat), ...draft.areas]) {
    if (known.has(category)) continue
    known.add(category)
    const name = category === '' ? { en: 'Uncategorised', zh: '未分类' } : { en: category, zh: category }
    draft.categories.push({ ref: category, name, color: categoryColor(draft.categories.length), place })
    note('unknown-category', place, `The category ${name.en} was added to the list.`, `类别 ${name.zh} 已添加到列表。`)
  }
  draft.categories.forEach((category, c) => {
    if (category.name.en === '') {
      category.name = { en: `Category ${c + 1}`, zh: `类别 ${c + 1}` }
      note('missing-label', category.place, `The category without a name is now ${category.name.en}.`, `未命名的类别现为“${category.name.zh}”。`)
    }
    if (/^#[0-9a-f]{6}$/i.test(category.color)) return
    category.color = categoryColor(c)
    note('bad-color', category.place, `Category ${category.name.en} has the colour ${category.color} now.`, `类别 ${category.name.zh} 的颜色现为 ${category.color}。`)
  })
}

function nameSections(draft: PlanDraft, note: Note): void {
  const names = new Set<string>()
  draft.sections.forEach((section, s) => {
    const isUnnamed = section.name.en === ''
    if (isUnnamed) section.name = { en: `Section ${s + 1}`, zh: `区域 ${s + 1}` }
    if (section.level.en === '') section.level = section.name
    const before = section.name.en
    const name = untaken(before, names, numbered)
    const zh = name === before ? section.name.zh : section.name.zh + name.slice(before.length)
    section.name = { en: name, zh }
    if (isUnnamed) note('missing-label', section.place, `The section without a name is now ${name}.`, `未命名的区域现为“${zh}”。`)
    else if (name !== before) note('duplicate-section', section.place, `The second section ${before} is now ${name}.`, `重复的区域 ${before} 现为“${zh}”。`)
  })
}

/** Rows of one label become one row where their seats have different labels (an aisle cut it), and else get labels of their own. */
function repairRows(section: DraftSection, note: Note): void {
  const taken = new Set(section.rows.map(row => row.label))
  const kept = new Map<string, DraftRow>()
  for (const row of section.rows) {
    const before = row.label
    if (before === '') {
      row.label = untaken(String(kept.size + 1), taken, (_, n) => String(kept.size + n))
      note('missing-label', row.place, `The row without a label is now ${row.label}.`, `无编号的排现为 ${row.label}。`)
    }
    const first = kept.get(row.label)
    if (!first) {
      kept.set(row.label, row)
    } else if (areDistinct([...first.seats, ...row.seats].map(seat => seat.label))) {
      first.seats.push(...row.seats)
      note('duplicate-row', row.place, `Row ${before} was joined with the row ${before} at ${first.place}.`, `${before} 排已与 ${first.place} 的 ${before} 排合并。`)
    } else {
      row.label = untaken(before, taken, numbered)
      kept.set(row.label, row)
      note('duplicate-row', row.place, `The further row ${before} is now row ${row.label}.`, `重复的 ${before} 排现为 ${row.label} 排。`)
    }
  }
  section.rows = [...kept.values()]
}

function areDistinct(labels: readonly string[]): boolean {
  return new Set(labels).size === labels.length && !labels.includes('')
}

function repairSeats(row: DraftRow, note: Note): void {
  const taken = new Set(row.seats.map(seat => seat.label))
  const seen = new Set<string>()
  for (const seat of row.seats) {
    const before = seat.label
    if (before === '') seat.label = untaken('1', taken, (_, n) => String(n))
    else if (seen.has(before)) seat.label = untaken(before, taken, numbered)
    seen.add(seat.label)
    if (before === '') note('missing-label', seat.place, `The seat without a number in row ${row.label} is now ${seat.label}.`, `${row.label} 排的无号座位现为 ${seat.label} 号。`)
    else if (seat.label !== before) note('duplicate-seat', seat.place, `The further seat ${before} in row ${row.label} is now ${seat.label}.`, `${row.label} 排重复的 ${before} 号座位现为 ${seat.label} 号。`)
  }
}

/** The first seat keeps its id; the others are named after their section, row and seat, which are distinct by now. */
function renewSourceIds(draft: PlanDraft, note: Note): void {
  const taken = new Set([...seatsOf(draft)].flatMap(({ seat }) => seat.sourceId ?? []))
  const seen = new Set<string>()
  for (const { section, row, seat } of seatsOf(draft)) {
    const before = seat.sourceId
    if (before === undefined) continue
    if (seen.has(before)) {
      seat.sourceId = untaken(`${section.key}-${row.label}-${seat.label}`, taken, numbered)
      note('duplicate-source-id', seat.place, `The seat with the used id ${before} is now ${seat.sourceId}.`, `编号 ${before} 重复的座位现为 ${seat.sourceId}。`)
    }
    seen.add(seat.sourceId!)
  }
}
