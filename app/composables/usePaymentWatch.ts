import type { OrderReply } from '#shared/api/orders.ts'

/** How often the order is looked at, and how often the provider itself is asked: its notice may be lost. In ms. */
const LOOK_MS = 3_000
const ASK_MS = 15_000

/**
 * Follows an order that is being paid elsewhere, on a phone or in another tab, while this page is seen; `changed` hears of it once it
 * is no longer open. Without a network nothing is lost: the next look finds out.
 */
export function usePaymentWatch(orderId: string, secret: string | null, changed: (order: OrderReply) => void): void {
  const api = useApi()
  let timer: ReturnType<typeof setTimeout> | undefined
  let askedAt = performance.now()

  async function look() {
    if (!document.hidden) {
      const isAsking = performance.now() - askedAt >= ASK_MS
      if (isAsking) askedAt = performance.now()
      const order = await api<OrderReply>(`/api/orders/${orderId}${isAsking ? '/payment' : ''}`, { method: isAsking ? 'PUT' : 'GET', secret }).catch(() => null)
      if (order && order.state !== 'pending') return changed(order)
    }
    timer = setTimeout(look, LOOK_MS)
  }

  onMounted(() => { timer = setTimeout(look, LOOK_MS) })
  onUnmounted(() => clearTimeout(timer))
}
