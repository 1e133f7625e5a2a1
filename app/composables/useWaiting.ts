import type { EntryReply, QueueReply } from '#shared/api/queue.ts'
import { type ShownProblem, problemOf } from '~/utils/problem-of.ts'

/** Back from another tab or from sleep one asks at once, but not for every glance, in ms. */
const GLANCE_MS = 2_000
/** How long until another try when the house did not answer, in ms. */
const RETRY_MS = 5_000

/**
 * A place in line before a session: taken when the page opens, asked about as often as the server says, and at once when
 * somebody comes back to the page. The place itself is in a cookie that no script reads; closing the page loses nothing.
 */
export function useWaiting(sessionId: string) {
  const api = useApi()
  const { t } = useI18n()
  const path = `/api/sessions/${encodeURIComponent(sessionId)}/queue`
  const queue = shallowRef<QueueReply | null>(null)
  const problem = shallowRef<ShownProblem | null>(null)
  const isBusy = ref(false)
  let timer: ReturnType<typeof setTimeout> | undefined
  let askedAt = 0
  let isGone = false

  const join = () => ask(() => api<QueueReply>(path, { method: 'POST', body: {} }))
  const look = () => ask(() => api<QueueReply>(path))

  async function ask(request: () => Promise<QueueReply>): Promise<void> {
    clearTimeout(timer)
    askedAt = performance.now()
    let nextMs = RETRY_MS
    try {
      const reply = await request()
      queue.value = reply
      problem.value = null
      nextMs = reply.pollAfterMs
    } catch (error) {
      problem.value = problemOf(error, t)
      const seconds = problem.value.data.retryAfterSeconds
      if (typeof seconds === 'number') nextMs = Math.max(RETRY_MS, seconds * 1000)
    }
    if (!isGone) timer = setTimeout(() => void (queue.value ? look() : join()), nextMs)
  }

  /** Goes in. True: he is inside, the seats are open to him. */
  async function enter(): Promise<boolean> {
    return await busily(async () => {
      queue.value = await api<EntryReply>(`${path}/entry`, { method: 'POST', body: {} })
    })
  }

  /** Gives the place up. */
  async function leave(): Promise<boolean> {
    return await busily(() => api(path, { method: 'DELETE', body: {} }).then(() => undefined))
  }

  async function busily(work: () => Promise<void>): Promise<boolean> {
    if (isBusy.value) return false
    isBusy.value = true
    try {
      await work()
      problem.value = null
      return true
    } catch (error) {
      problem.value = problemOf(error, t)
      return false
    } finally {
      isBusy.value = false
    }
  }

  function glance() {
    if (document.visibilityState === 'visible' && performance.now() - askedAt > GLANCE_MS) void (queue.value ? look() : join())
  }

  onMounted(() => {
    void join()
    document.addEventListener('visibilitychange', glance)
    window.addEventListener('online', glance)
  })
  onUnmounted(() => {
    isGone = true
    clearTimeout(timer)
    document.removeEventListener('visibilitychange', glance)
    window.removeEventListener('online', glance)
  })

  return { queue, problem, isBusy: readonly(isBusy), join, look, enter, leave }
}
