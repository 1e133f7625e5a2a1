import type { PlanDraft } from '#shared/seating/plan-draft.ts'
import type { PlanFault } from '#shared/seating/plan-fault-kinds.ts'
import { findFaults } from '#shared/seating/plan-faults.ts'
import type { SeatingPlan } from '#shared/seating/plan.ts'
import type { LocalText } from '#shared/text/local-text.ts'
import { readCsvPlan } from './import-csv.ts'
import { readFoyerPlan } from './import-foyer.ts'
import { readPretixPlan } from './import-pretix.ts'
import { layApart } from './lay-apart.ts'
import { planFromDraft } from '#shared/seating/plan-from-draft.ts'
import { type PlanChange, repairDraft } from './repair.ts'

export type PlanFormat = 'foyer' | 'pretix' | 'csv'

export interface PlanFile {
  format: PlanFormat
  name: LocalText
  /** The text of the file. */
  content: string
  /** Whether what can be mended may be. */
  repair: boolean
  /** One plan for each section, for files that list the halls of a house as sections. */
  splitSections?: boolean
}

/** Either plans that can be sold, or why not. `section` is set where the file was split. */
export type PlanReading =
  | { plans: { section?: string, plan: SeatingPlan }[], changes: PlanChange[], faults: [] }
  | { plans: [], changes: [], faults: PlanFault[] }

/** Reads the file. Nothing is mended unless `repair` says so, and then every change is listed. */
export function readPlans(file: PlanFile): PlanReading {
  const { draft, faults } = READERS[file.format](file.content, file.name)
  if (faults.some(fault => fault.code === 'unreadable' || fault.code === 'missing-part')) return refusal(faults)
  const drafts = file.splitSections ? splitSections(draft) : [{ draft }]
  const changes = drafts.flatMap(part => [...file.format === 'csv' ? layCsvApart(part.draft) : [], ...file.repair ? repairDraft(part.draft) : []])
  const all = [...faults, ...drafts.flatMap(part => findFaults(part.draft))]
  if (all.length > 0) return refusal(all)
  return { plans: drafts.map(part => ({ ...(part.section !== undefined && { section: part.section }), plan: planFromDraft(part.draft, { drawnToScale: file.format === 'foyer' }) })), changes, faults: [] }
}

const READERS = { foyer: readFoyerPlan, pretix: readPretixPlan, csv: readCsvPlan } satisfies Record<PlanFormat, unknown>

function refusal(faults: PlanFault[]): PlanReading {
  return { plans: [], changes: [], faults }
}

function splitSections(draft: PlanDraft): { section?: string, draft: PlanDraft }[] {
  if (draft.sections.length === 0) return [{ draft }]
  return draft.sections.map((section) => {
    const used = new Set(section.rows.flatMap(row => row.seats.map(seat => seat.category)))
    return {
      section: section.key,
      draft: { ...draft, name: section.name, sections: [section], areas: [], categories: draft.categories.filter(category => used.has(category.ref)) }
    }
  })
}

/** In a CSV file a section may have an origin of its own, so sections that share spots are no fault: they are drawn side by side. */
function layCsvApart(draft: PlanDraft): PlanChange[] {
  return layApart(draft).map(section => ({
    code: 'sections-on-one-spot',
    place: section.place,
    sentence: { en: `Section ${section.name.en} was drawn beside the others: it has an origin of its own.`, zh: `区域 ${section.name.zh} 使用独立坐标，已并排绘制。` }
  }))
}
