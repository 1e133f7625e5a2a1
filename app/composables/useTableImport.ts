import type { LookReply } from '#shared/api/imports.ts'
import { problemOf, type ShownProblem } from '~/utils/problem-of.ts'

/** Bytes of a file that tell its columns. */
const BEGINNING = 200 * 1024

/** A table on its way into the house by `path`: its file, a look at the beginning, and how its rows came out. */
export function useTableImport<Outcome>(path: string) {
  const { t, locale } = useI18n()
  const api = useApi()
  const file = shallowRef<File | null>(null)
  const outcome = ref<Outcome | null>(null)
  const problem = ref<ShownProblem | null>(null)
  const pending = ref(false)

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

  const sendBytes = <T>(method: 'POST' | 'PUT', to: string, body: Blob, query: Record<string, string> = {}) => $fetch<T>(to, {
    method, query, body, retry: 0, headers: { 'content-type': 'text/csv', 'accept-language': locale.value === 'zh' ? 'zh-CN' : 'en' }
  })

  /** The columns of a file that somebody chose; null where they cannot be read. */
  async function lookAt(chosen: File): Promise<LookReply | null> {
    outcome.value = null
    const seen = await attempt(() => sendBytes<LookReply>('POST', `${path}/look`, chosen.slice(0, BEGINNING)))
    if (seen) file.value = chosen
    return seen
  }

  /** Sends the file; a refusal of rows is an outcome and no problem. */
  async function send(mapping: object, query: Record<string, string>): Promise<void> {
    const done = await attempt(async () => {
      const { id } = await api<{ id: string }>(path, { method: 'POST', body: { fileName: file.value!.name, mapping } })
      try {
        return await sendBytes<Outcome>('PUT', `${path}/${id}/file`, file.value!, query)
      } catch (error) {
        const refused = (error as { data?: { code?: string, outcome?: Outcome } }).data
        if (refused?.code === 'import-refused' && refused.outcome) return refused.outcome
        throw error
      }
    })
    if (done) outcome.value = done
  }

  return { file, outcome: outcome as Ref<Outcome | null>, problem, pending: readonly(pending), lookAt, send }
}
