import type { ExportsReply, ExportView } from '#shared/api/exports.ts'
import { problemOf, type ShownProblem } from '~/utils/problem-of.ts'

/** Looked at again so soon while a file is being made, in ms. */
const BUSY_MS = 1_500

/** The files that somebody asked for: looked at again and again while one is being made, and not while nobody looks at the page. */
export function useExports() {
  const { t } = useI18n()
  const api = useApi()
  const exports = shallowRef<ExportView[] | null>(null)
  const problem = ref<ShownProblem | null>(null)
  let timer: ReturnType<typeof setTimeout> | undefined
  let isGone = false

  async function look() {
    clearTimeout(timer)
    if (document.visibilityState === 'visible') {
      try {
        exports.value = (await api<ExportsReply>('/api/exports')).exports
        problem.value = null
      } catch (error) {
        problem.value = problemOf(error, t)
      }
    }
    clearTimeout(timer)
    // Opened in a tab behind this one, nothing has been read yet.
    const isUnread = exports.value === null && problem.value === null
    if (!isGone && (isUnread || exports.value?.some(file => file.state === 'waiting' || file.state === 'running'))) timer = setTimeout(look, BUSY_MS)
  }
  onMounted(look)
  onBeforeUnmount(() => {
    isGone = true
    clearTimeout(timer)
  })
  return { exports, problem, look }
}
