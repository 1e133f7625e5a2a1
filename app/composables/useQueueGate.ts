import type { QueueReply } from '#shared/api/queue.ts'

/**
 * On the page of seats: leads to the waiting room where one stands before them, and says how much time is left inside. Who holds
 * seats already stays with them.
 */
export function useQueueGate(sessionId: string) {
  const api = useApi()
  const localePath = useLocalePath()
  const insideMs = ref<number | null>(null)
  let timer: ReturnType<typeof setTimeout> | undefined
  let isGone = false

  async function look() {
    clearTimeout(timer)
    // Where the house does not answer, the seats say so themselves.
    const queue = await api<QueueReply>(`/api/sessions/${encodeURIComponent(sessionId)}/queue`).catch(() => null)
    if (isGone) return
    insideMs.value = queue?.you === 'inside' ? queue.remainingMs : null
    if (queue && queue.phase !== 'none' && queue.you !== 'inside' && !sessionStorage.getItem(`foyer-hold-${sessionId}`)) return await toQueue()
    timer = setTimeout(look, queue?.pollAfterMs ?? 30_000)
  }

  const toQueue = async () => void await navigateTo(localePath(`/queue/${sessionId}`), { replace: true })

  onMounted(look)
  onUnmounted(() => {
    isGone = true
    clearTimeout(timer)
  })
  return { insideMs }
}
