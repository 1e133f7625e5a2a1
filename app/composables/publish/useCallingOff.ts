import type { CallingOffReply, RefundRunReply } from '#shared/api/refunds.ts'

/** Asked again so soon while money moves, in ms; and when only a late order may still come. */
const BUSY_MS = 2_000
const CALM_MS = 15_000

/** Orders are left, or money is on its way. */
export const isBusy = (run: RefundRunReply) => run.orders.left > run.orders.stuck || run.money.some(one => one.waiting.refunds > 0)

/**
 * How far the money of called-off sessions has come, of one event or, for admins, of all: read again and again while it goes on, and not
 * while nobody looks.
 */
export function useRefundRuns(eventId: string | undefined) {
  const api = useApi()
  const runs = shallowRef<RefundRunReply[]>([])
  let timer: ReturnType<typeof setTimeout> | undefined
  let isGone = false

  async function look() {
    clearTimeout(timer)
    if (document.visibilityState === 'visible') {
      // What cannot be read now is read the next time; what is known stays.
      const now = await api<{ runs: RefundRunReply[] }>(eventId ? `/api/publishing/events/${eventId}/calling-off` : '/api/admin/refund-runs').catch(() => null)
      if (now) runs.value = now.runs
    }
    if (isGone || (runs.value.length > 0 && runs.value.every(run => run.finishedAt && !isBusy(run)))) return
    timer = setTimeout(look, runs.value.some(isBusy) ? BUSY_MS : CALM_MS)
  }
  onMounted(look)
  onBeforeUnmount(() => {
    isGone = true
    clearTimeout(timer)
  })
  return { runs, look }
}

/** What calling sessions of an event off would mean; null until it is known. */
export async function readCallingOff(api: ReturnType<typeof useApi>, eventId: string): Promise<CallingOffReply['sessions']> {
  return (await api<CallingOffReply>(`/api/publishing/events/${eventId}/calling-off`)).sessions
}
