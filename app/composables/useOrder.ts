import type { OrderReply } from '#shared/api/orders.ts'
import { problemOf, type ShownProblem } from '~/utils/problem-of.ts'

/** One order as its owner sees it, read in the browser: it is private and never part of a cached page. */
export function useOrder(orderId: string) {
  const api = useApi()
  const { t } = useI18n()
  const secret = useOrderSecret(orderId)
  const order = ref<OrderReply | null>(null)
  const problem = ref<ShownProblem | null>(null)
  const left = useCountdown(() => order.value?.remainingMs)

  async function look() {
    try {
      order.value = await api<OrderReply>(`/api/orders/${orderId}`, { secret })
      problem.value = null
    } catch (error) {
      problem.value = problemOf(error, t)
    }
  }

  onMounted(look)
  // The server decides when the time is over; the clock here only says when to ask.
  watch(left, (now, before) => { if (now === 0 && before && order.value?.state === 'pending') void look() })
  return { order, problem, left, secret, look }
}
