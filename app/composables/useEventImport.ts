import type { EventColumn, EventImportMapping, ImportOutcome, ImportRunsReply, LookReply } from '#shared/api/imports.ts'

/** What a mapping says as long as somebody is still at it: every column may be missing. */
export type DraftMapping = Omit<EventImportMapping, 'columns'> & { columns: Partial<Record<EventColumn, string | null>> }

/** An import as its page goes through it: a file, what its columns mean, a try, and the real thing. */
export function useEventImport() {
  const api = useApi()
  const table = useTableImport<ImportOutcome>('/api/imports/events')
  const look = ref<LookReply | null>(null)
  const mapping = ref<DraftMapping>(emptyMapping())

  /** Reads the columns of a file; the last mapping that fits them is taken up again, else they are guessed. */
  async function choose(chosen: File) {
    const seen = await table.lookAt(chosen)
    if (!seen) return
    look.value = seen
    const earlier = await api<ImportRunsReply>('/api/imports/events').catch(() => ({ runs: [] }))
    const fits = earlier.runs.find(run => Object.values(run.mapping.columns).every(column => column === null || seen.columns.includes(column)))
    mapping.value = fits ? { ...fits.mapping } : { ...mapping.value, columns: { ...seen.columnsGuessed } }
  }

  const run = (how: { dryRun: boolean, rowByRow: boolean, publish: 'draft' | 'approved' }) =>
    table.send(mapping.value, { dryRun: how.dryRun ? '1' : '0', rowByRow: how.rowByRow ? '1' : '0', publish: how.publish })

  return { ...table, look, mapping, choose, run }
}

function emptyMapping(): DraftMapping {
  return {
    source: 'import', columns: {}, separator: '|', timeZone: 'Asia/Shanghai', country: 'CN', city: { en: '', zh: '' }, categories: {}, defaultCategory: null, currency: 'CNY',
    durationMinutes: 120, saleOpensDaysBefore: null, capacity: 300, perPersonLimit: 6
  }
}
