import type { GateDeskReply } from '#shared/api/gate.ts'
import { type ShownProblem, problemOf } from '~/utils/problem-of.ts'

/** How often the counters are asked for while somebody looks at them, in ms. */
const FRESH_MS = 3_000

/** The gates of one's own session, live. */
export function useGatesDesk(sessionId: string) {
  const api = useApi()
  const { t } = useI18n()
  const path = `/api/publishing/sessions/${encodeURIComponent(sessionId)}/gates`
  const desk = shallowRef<GateDeskReply | null>(null)
  const problem = shallowRef<ShownProblem | null>(null)
  let timer: ReturnType<typeof setTimeout> | undefined
  let isGone = false

  async function look() {
    clearTimeout(timer)
    const before = desk.value
    try {
      const reply = document.hidden && before ? null : await api<GateDeskReply>(path)
      problem.value = null
      // A change that was made meanwhile has answered for itself.
      if (reply && desk.value === before) desk.value = reply
    } catch (error) {
      if (!desk.value) problem.value = problemOf(error, t)
    }
    if (!isGone) timer = setTimeout(look, FRESH_MS)
  }

  onMounted(look)
  onUnmounted(() => {
    isGone = true
    clearTimeout(timer)
  })
  return { path, desk, problem, look }
}
