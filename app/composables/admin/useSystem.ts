import type { SystemReply } from '#shared/api/health.ts'
import { problemOf, type ShownProblem } from '~/utils/problem-of.ts'

/** Looked at again so soon, in ms. */
const AGAIN_MS = 10_000

/** How the house is: looked at again and again, and not while nobody looks at the page. What was known stays while it cannot be asked. */
export function useSystem() {
  const { t, locale } = useI18n()
  const api = useApi()
  const system = shallowRef<SystemReply | null>(null)
  const seenAt = shallowRef<Date | null>(null)
  const problem = ref<ShownProblem | null>(null)
  let timer: ReturnType<typeof setTimeout> | undefined
  let isGone = false

  async function look() {
    clearTimeout(timer)
    if (document.visibilityState === 'visible') {
      try {
        system.value = await api<SystemReply>('/api/admin/health')
        seenAt.value = new Date()
        problem.value = null
      } catch (error) {
        problem.value = problemOf(error, t)
      }
    }
    clearTimeout(timer)
    if (!isGone) timer = setTimeout(look, AGAIN_MS)
  }

  // The sentences about parts come from the server, in the reader's language.
  watch(locale, look)
  onMounted(look)
  onBeforeUnmount(() => {
    isGone = true
    clearTimeout(timer)
  })
  return { system, seenAt, problem, look }
}
