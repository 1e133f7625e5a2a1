import { draftPitch, type DraftSection, median, type PlanDraft, seatsOf } from './plan-draft.ts'
import { fault, INVISIBLE, type PlanFault } from './plan-fault-kinds.ts'
import type { Point } from './plan.ts'
import { SpotIndex } from './spot-index.ts'

export const MAX_SEATS = 200_000
/** The category of a seat is one byte. */
export const MAX_CATEGORIES = 256
/** Printed on a ticket and a part of the seat id. */
export const MAX_LABEL = 20
export const MAX_NAME = 80

/** Seats nearer than this part of the usual distance cannot be told apart on a map. */
const OVERLAP = 0.3
/** No hall is ten thousand seats wide. */
const ABSURD_PITCHES = 10_000
/** Nor drawn so far from its zero: there numbers get too coarse to tell seats apart. */
const FARTHEST_FROM_ZERO = 1e9

/** Everything that cannot be sold or read, in the order of the plan. None: the plan is good. */
export function findFaults(draft: PlanDraft): PlanFault[] {
  return [
    ...faultsOfSize(draft),
    ...nameFaults(draft.name, '/name', MAX_NAME),
    ...faultsOfCategories(draft),
    ...faultsOfSections(draft),
    ...faultsOfSeats(draft),
    ...faultsOfPositions(draft),
    ...faultsOfAreas(draft)
  ]
}

function faultsOfSize(draft: PlanDraft): PlanFault[] {
  const seats = draft.sections.reduce((sum, section) => sum + section.rows.reduce((rowSum, row) => rowSum + row.seats.length, 0), 0)
  const faults: PlanFault[] = []
  if (seats === 0 && draft.areas.length === 0) faults.push(fault('no-seats', ''))
  if (seats > MAX_SEATS) faults.push(fault('too-many-seats', '', { count: seats, limit: MAX_SEATS }))
  if (draft.categories.length > MAX_CATEGORIES) faults.push(fault('too-many-categories', '', { count: draft.categories.length, limit: MAX_CATEGORIES }))
  return faults
}

function faultsOfCategories(draft: PlanDraft): PlanFault[] {
  const seen = new Map<string, string>()
  return draft.categories.flatMap((category) => {
    const faults = nameFaults(category.name, category.place, MAX_NAME)
    const other = seen.get(category.ref)
    if (other !== undefined) faults.push(fault('duplicate-category', category.place, { name: category.ref, other }))
    else seen.set(category.ref, category.place)
    if (!/^#[0-9a-f]{6}$/i.test(category.color)) faults.push(fault('bad-color', category.place, { name: category.color }))
    return faults
  })
}

function faultsOfSections(draft: PlanDraft): PlanFault[] {
  const keys = new Map<string, string>()
  const names = new Map<string, string>()
  return draft.sections.flatMap((section) => {
    const faults = [...nameFaults(section.name, section.place, MAX_NAME), ...nameFaults(section.level, section.place, MAX_NAME)]
    if (!isKey(section.key)) faults.push(fault('bad-key', section.place, { name: section.key }))
    const name = `${section.level.en}\n${section.name.en}`
    const other = keys.get(section.key) ?? names.get(name)
    if (other !== undefined) faults.push(fault('duplicate-section', section.place, { name: section.name.en, other }))
    keys.set(section.key, section.place)
    names.set(name, section.place)
    return [...faults, ...faultsOfRows(section)]
  })
}

function faultsOfRows(section: DraftSection): PlanFault[] {
  const seen = new Map<string, string>()
  return section.rows.flatMap((row) => {
    const faults = labelFaults(row.label, row.place, MAX_LABEL)
    const other = seen.get(row.label)
    if (other !== undefined) faults.push(fault('duplicate-row', row.place, { name: row.label, other }))
    else seen.set(row.label, row.place)
    if (row.seats.length === 0) faults.push(fault('empty-row', row.place, { name: row.label }))
    return faults
  })
}

function faultsOfSeats(draft: PlanDraft): PlanFault[] {
  const faults: PlanFault[] = []
  const categories = new Set(draft.categories.map(category => category.ref))
  const sourceIds = new Map<string, string>()
  const ids = new Map<string, { row: unknown, label: string, place: string }>()
  for (const { section, row, seat } of seatsOf(draft)) {
    faults.push(...labelFaults(seat.label, seat.place, MAX_LABEL))
    // The public id, because a dot in a label can make two seats of different rows look the same.
    const id = `${section.key}.${row.label}.${seat.label}`
    const twin = ids.get(id)
    // Two rows of one label are one fault, told at the row, and not one for each of their seats.
    if (twin && (twin.row === row || twin.label !== row.label)) faults.push(fault('duplicate-seat', seat.place, { name: id, other: twin.place }))
    else if (!twin) ids.set(id, { row, label: row.label, place: seat.place })
    if (seat.sourceId !== undefined) {
      const other = sourceIds.get(seat.sourceId)
      if (other !== undefined) faults.push(fault('duplicate-source-id', seat.place, { name: seat.sourceId, other }))
      else sourceIds.set(seat.sourceId, seat.place)
    }
    if (!categories.has(seat.category)) faults.push(fault('unknown-category', seat.place, { name: seat.category }))
  }
  return faults
}

function faultsOfPositions(draft: PlanDraft): PlanFault[] {
  const pitch = draftPitch(draft)
  const isOnMap = mapTest(draft, pitch)
  const faults: PlanFault[] = []
  const spots = new SpotIndex(pitch ? pitch * OVERLAP : 0.001)
  for (const { section, seat } of seatsOf(draft)) {
    if (!isOnMap(seat)) {
      faults.push(fault('bad-coordinate', seat.place, { name: seat.label }))
      continue
    }
    const other = spots.under(section, seat)
    spots.add(section, seat)
    if (other) faults.push(fault(other.section === section ? 'seats-on-one-spot' : 'sections-on-one-spot', seat.place, { name: seat.label, other: other.seat.place }))
  }
  return faults
}

/** Whether a point lies where a hall can be: not absurdly far from the middle of its seats, or of its areas where it has none. False for NaN. */
function mapTest(draft: PlanDraft, pitch: number | undefined): (point: Point) => boolean {
  const seats = [...seatsOf(draft)].map(({ seat }) => seat)
  const points = (seats.length > 0 ? seats : draft.areas.flatMap(area => area.outline)).filter(({ x, y }) => Math.abs(x) <= FARTHEST_FROM_ZERO && Math.abs(y) <= FARTHEST_FROM_ZERO)
  const middle = { x: median(points.map(point => point.x)) ?? 0, y: median(points.map(point => point.y)) ?? 0 }
  const farthest = (pitch ?? 50) * ABSURD_PITCHES
  return ({ x, y }) => Math.hypot(x - middle.x, y - middle.y) <= farthest && Math.abs(x) <= FARTHEST_FROM_ZERO && Math.abs(y) <= FARTHEST_FROM_ZERO
}

function faultsOfAreas(draft: PlanDraft): PlanFault[] {
  const isOnMap = mapTest(draft, draftPitch(draft))
  const categories = new Set(draft.categories.map(category => category.ref))
  const keys = new Map(draft.sections.map(section => [section.key, section.place]))
  return draft.areas.flatMap((area) => {
    const faults = nameFaults(area.name, area.place, MAX_NAME)
    if (!isKey(area.key)) faults.push(fault('bad-key', area.place, { name: area.key }))
    const other = keys.get(area.key)
    if (other !== undefined) faults.push(fault('duplicate-section', area.place, { name: area.key, other }))
    keys.set(area.key, area.place)
    if (!Number.isSafeInteger(area.capacity) || area.capacity! < 1) faults.push(fault('area-without-capacity', area.place, { name: area.name.en }))
    if (!categories.has(area.category)) faults.push(fault('unknown-category', area.place, { name: area.category }))
    if (!area.outline.every(isOnMap)) faults.push(fault('bad-coordinate', area.place, { name: area.name.en }))
    return faults
  })
}

function nameFaults(name: { en: string, zh: string }, place: string, limit: number): PlanFault[] {
  return name.en === name.zh ? labelFaults(name.en, place, limit) : [...labelFaults(name.en, place, limit), ...labelFaults(name.zh, place, limit)]
}

function labelFaults(label: string, place: string, limit: number): PlanFault[] {
  const faults: PlanFault[] = []
  if (label.replace(INVISIBLE, '').trim() === '') faults.push(fault('missing-label', place))
  if (label.search(INVISIBLE) >= 0) faults.push(fault('control-characters', place, { name: label }))
  if (label.length > limit) faults.push(fault('label-too-long', place, { name: label, limit }))
  return faults
}

function isKey(key: string): boolean {
  return /^[a-z0-9-]{1,60}$/.test(key)
}
