import type { QueueDeskReply, QueueMoveInput, QueueSettings } from '#shared/api/queue.ts'
import { type ShownProblem, problemOf } from '~/utils/problem-of.ts'

/** How often the numbers are asked for while the room is open, and while it is not, in ms. */
const OPEN_MS = 2_000
const CLOSED_MS = 10_000

/** The waiting room of one's own session: its numbers, live, and its handles. */
export function useQueueDesk(sessionId: string) {
  const api = useApi()
  const { t } = useI18n()
  const path = `/api/publishing/sessions/${encodeURIComponent(sessionId)}/queue`
  const desk = shallowRef<QueueDeskReply | null>(null)
  const problem = shallowRef<ShownProblem | null>(null)
  const isBusy = ref(false)
  let timer: ReturnType<typeof setTimeout> | undefined
  let isGone = false

  async function look() {
    clearTimeout(timer)
    try {
      const reply = await api<QueueDeskReply>(path)
      // A change that is under way answers for itself.
      if (!isBusy.value) desk.value = reply
    } catch (error) {
      if (!desk.value) problem.value = problemOf(error, t)
    }
    if (!isGone) timer = setTimeout(look, desk.value?.counts ? OPEN_MS : CLOSED_MS)
  }

  async function write(request: () => Promise<QueueDeskReply>): Promise<boolean> {
    if (isBusy.value) return false
    isBusy.value = true
    problem.value = null
    try {
      desk.value = await request()
      return true
    } catch (error) {
      problem.value = problemOf(error, t)
      return false
    } finally {
      isBusy.value = false
      void look()
    }
  }

  onMounted(look)
  onUnmounted(() => {
    isGone = true
    clearTimeout(timer)
  })
  return {
    desk, problem, isBusy: readonly(isBusy), look,
    move: (body: QueueMoveInput) => write(() => api<QueueDeskReply>(`${path}/moves`, { method: 'POST', body })),
    set: (body: QueueSettings) => write(() => api<QueueDeskReply>(`${path}/settings`, { method: 'PUT', body }))
  }
}
