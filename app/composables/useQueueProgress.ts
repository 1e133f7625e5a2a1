import type { QueueReply } from '#shared/api/queue.ts'

/**
 * How far somebody has come in line since he took his place, also over reloads of the page: a bar that begins anew with each would
 * look like a place that was lost.
 */
export function useQueueProgress(sessionId: string, queue: Readonly<Ref<QueueReply | null>>) {
  const first = ref(0)
  watch(() => [queue.value?.ahead, queue.value?.number] as const, ([ahead, number]) => {
    if (ahead == null || !queue.value) return
    const name = `foyer-queue-${sessionId}-${queue.value.shuffle?.round}-${number}`
    first.value = Math.max(Number(sessionStorage.getItem(name)) || 0, ahead)
    sessionStorage.setItem(name, String(first.value))
  })
  const gone = computed(() => queue.value?.ahead == null ? 0 : first.value - queue.value.ahead)
  const share = computed(() => first.value > 0 ? gone.value / (first.value + 1) : 0)
  return { gone, share }
}
