import type { StockReply } from '#shared/api/catalogue.ts'

/**
 * What is left of an event's sessions, fetched in the browser beside the cached page, and again whenever the reader comes
 * back to it. Null until it is known; an error keeps what was known before.
 */
export function useStock(eventId: () => string | undefined) {
  const stock = ref<StockReply | null>(null)

  async function look() {
    const id = eventId()
    if (!id || document.visibilityState === 'hidden') return
    stock.value = await $fetch<StockReply>(`/api/tickets/${id}/stock`).catch(() => stock.value)
  }

  onMounted(() => {
    void look()
    document.addEventListener('visibilitychange', look)
  })
  onUnmounted(() => document.removeEventListener('visibilitychange', look))
  return { stock, of: (sessionId: string) => stock.value?.sessions.find(s => s.sessionId === sessionId) }
}
