import type { ReadPlanReply } from '#shared/api/plan-drafts.ts'
import { csvOfDocument } from '#shared/seating/export-csv.ts'
import { pretixOfDocument } from '#shared/seating/export-pretix.ts'
import type { LocalText } from '#shared/text/local-text.ts'
import { documentOf, drawingOf } from '~/planner/document.ts'
import { useThePlanner } from './usePlanner.ts'

export type PlanFileFormat = 'foyer' | 'pretix' | 'csv'

/** Plans as files: what is read replaces the drawing, which is one step that can be taken back. */
export function usePlanFiles() {
  const { planner, drawing, board } = useThePlanner()
  const { send, pending, problem } = useWrite<ReadPlanReply>('POST')
  const changes = shallowRef<{ place: string, sentence: LocalText }[]>([])

  async function read(file: File): Promise<boolean> {
    const content = await file.text()
    const reply = await send('/api/plans/read', { body: { format: formatOf(content), name: drawing.value.name, content } })
    if (!reply) return false
    changes.value = reply.changes
    const taken = drawingOf({ ...reply.document, name: drawing.value.name })
    planner.act(() => taken)
    board.value?.showAll()
    return true
  }

  /** Hands the drawing out as a file of the browser. */
  function save(format: PlanFileFormat): void {
    const document = documentOf(drawing.value)
    const text = format === 'csv' ? csvOfDocument(document) : JSON.stringify(format === 'pretix' ? pretixOfDocument(document) : document)
    const url = URL.createObjectURL(new Blob([text], { type: format === 'csv' ? 'text/csv' : 'application/json' }))
    const link = window.document.createElement('a')
    link.href = url
    link.download = `${document.name.en.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-') || 'plan'}${format === 'pretix' ? '.pretix' : ''}.${format === 'csv' ? 'csv' : 'json'}`
    link.click()
    URL.revokeObjectURL(url)
  }

  return { read, save, pending, problem, changes }
}

/** Ours says so itself; other JSON is pretix's; what is no JSON is a table. */
function formatOf(content: string): PlanFileFormat {
  if (!content.trimStart().replace(/^\ufeff/, '').startsWith('{')) return 'csv'
  return /"format"\s*:\s*"foyer-plan"/.test(content.slice(0, 2000)) ? 'foyer' : 'pretix'
}
