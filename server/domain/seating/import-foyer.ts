import { planDocument } from '#shared/api/plan-drafts.ts'
import { draftOfDocument, emptyDocument, type PlanDocument, withoutEmptyParts } from '#shared/seating/plan-document.ts'
import type { PlanDraft } from '#shared/seating/plan-draft.ts'
import { fault, type PlanFault } from '#shared/seating/plan-fault-kinds.ts'
import type { LocalText } from '#shared/text/local-text.ts'

/** Faults of form that one answer lists. */
const LISTED = 50

/** Reads our own file of a plan, as the editor exports it. Its name is that of the file; `name` stands in where that is empty. */
export function readFoyerPlan(text: string, name: LocalText): { draft: PlanDraft, faults: PlanFault[] } {
  const nothing = draftOfDocument(emptyDocument(name))
  let root: unknown
  try {
    root = JSON.parse(text.replace(/^\ufeff/, ''))
  } catch (problem) {
    return { draft: nothing, faults: [fault('unreadable', '', { name: (problem as Error).message })] }
  }
  const read = planDocument.safeParse(root)
  if (!read.success) {
    return { draft: nothing, faults: read.error.issues.slice(0, LISTED).map(issue => fault('missing-part', pointer(issue.path), { name: issue.path.map(String).join('.') || 'plan' })) }
  }
  const document = read.data as PlanDocument
  return {
    draft: withoutEmptyParts(draftOfDocument({ ...document, name: document.name.en.trim() === '' ? name : document.name })),
    faults: text.includes('\ufffd') ? [fault('wrong-encoding', '')] : []
  }
}

const pointer = (path: readonly PropertyKey[]) => path.map(part => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
