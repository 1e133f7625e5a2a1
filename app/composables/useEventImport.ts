import type { EventColumn, EventImportMapping, ImportOutcome, ImportRunsReply, LookReply } from '#shared/api/imports.ts'
import { problemOf, type ShownProblem } from '~/utils/problem-of.ts'

/** What a mapping says as long as somebody is still at it: every column may be missing. */
export type DraftMapping = Omit<EventImportMapping, 'columns'> & { columns: Partial<Record<EventColumn, string | null>> }

/** Bytes of a file that tell its columns. */
const BEGINNING = 200 * 1024

/** An import as its page goes through it: a file, what its columns mean, a try, and the real thing. */
export function useEventImport() {
  const { t, locale } = useI18n()
  const api = useApi()
  const file = shallowRef<File | null>(null)
  const look = ref<LookReply | null>(null)
  const outcome = ref<ImportOutcome | null>(null)
  const problem = ref<ShownProblem | null>(null)
  const pending = ref(false)
  const mapping = ref<DraftMapping>(emptyMapping())

  async function attempt<T>(work: () => Promise<T>): Promise<T | null> {
    if (pending.value) return null
    pending.value = true
    problem.value = null
    try {
      return await work()
    } catch (error) {
      problem.value = problemOf(error, t)
      return null
    } finally {
      pending.value = false
    }
  }

  const sendBytes = <T>(method: 'POST' | 'PUT', path: string, body: Blob, query: Record<string, string> = {}) => $fetch<T>(path, {
    method, query, body, retry: 0, headers: { 'content-type': 'text/csv', 'accept-language': locale.value === 'zh' ? 'zh-CN' : 'en' }
  })

  /** Reads the columns of a file; the last mapping that fits them is taken up again, else they are guessed. */
  async function choose(chosen: File) {
    outcome.value = null
    const seen = await attempt(() => sendBytes<LookReply>('POST', '/api/imports/events/look', chosen.slice(0, BEGINNING)))
    if (!seen) return
    file.value = chosen
    look.value = seen
    const earlier = await api<ImportRunsReply>('/api/imports/events').catch(() => ({ runs: [] }))
    const fits = earlier.runs.find(run => Object.values(run.mapping.columns).every(column => column === null || seen.columns.includes(column)))
    mapping.value = fits ? { ...fits.mapping } : { ...mapping.value, columns: { ...seen.columnsGuessed } }
  }

  /** Sends the file; a refusal of rows is an outcome and no problem. */
  async function run(how: { dryRun: boolean, rowByRow: boolean, publish: 'draft' | 'approved' }) {
    const done = await attempt(async () => {
      const { id } = await api<{ id: string }>('/api/imports/events', { method: 'POST', body: { fileName: file.value!.name, mapping: mapping.value } })
      try {
        return await sendBytes<ImportOutcome>('PUT', `/api/imports/events/${id}/file`, file.value!, { dryRun: how.dryRun ? '1' : '0', rowByRow: how.rowByRow ? '1' : '0', publish: how.publish })
      } catch (error) {
        const refused = (error as { data?: { code?: string, outcome?: ImportOutcome } }).data
        if (refused?.code === 'import-refused' && refused.outcome) return refused.outcome
        throw error
      }
    })
    if (done) outcome.value = done
  }

  return { file, look, mapping, outcome, problem, pending: readonly(pending), choose, run }
}

function emptyMapping(): DraftMapping {
  return {
    source: 'import', columns: {}, separator: '|', timeZone: 'Asia/Shanghai', country: 'CN', city: { en: '', zh: '' }, categories: {}, defaultCategory: null, currency: 'CNY',
    durationMinutes: 120, saleOpensDaysBefore: null, capacity: 300, perPersonLimit: 6
  }
}
