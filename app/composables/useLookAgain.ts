import type { ShallowRef } from 'vue'
import { problemOf, type ShownProblem } from '~/utils/problem-of.ts'

/**
 * What an endpoint says, looked at again and again, and not while nobody looks at the page. What was known stays while it cannot be
 * asked. `againMs`: in how many ms; null: not by itself.
 */
export function useLookAgain<Reply>(path: string, againMs: (known: Reply | null, problem: ShownProblem | null) => number | null) {
  const { t } = useI18n()
  const api = useApi()
  const known: ShallowRef<Reply | null> = shallowRef(null)
  const seenAt = shallowRef<Date | null>(null)
  const problem = ref<ShownProblem | null>(null)
  let timer: ReturnType<typeof setTimeout> | undefined
  let isGone = false

  async function look() {
    clearTimeout(timer)
    if (document.visibilityState === 'visible') {
      try {
        known.value = await api<Reply>(path)
        seenAt.value = new Date()
        problem.value = null
      } catch (error) {
        problem.value = problemOf(error, t)
      }
    }
    // A look that somebody asked for may have come between.
    clearTimeout(timer)
    const next = againMs(known.value, problem.value)
    if (!isGone && next !== null) timer = setTimeout(look, next)
  }

  onMounted(look)
  onBeforeUnmount(() => {
    isGone = true
    clearTimeout(timer)
  })
  return { known, seenAt, problem, look }
}
