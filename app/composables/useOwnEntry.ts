import type { WaitingEntryReply } from '#shared/api/waiting-list.ts'
import { type ShownProblem, problemOf } from '~/utils/problem-of.ts'

/** Between looks where the server does not say, and after one that failed, in ms. */
const USUAL_MS = 5_000
const ENDED = new Set<WaitingEntryReply['state']>(['bought', 'lapsed', 'left', 'closed', 'withdrawn'])

/**
 * One's entry on a waiting list, which keeps itself up to date while somebody looks at it: an offer shows by itself. A page in the
 * background asks nothing; the mail and the push message find people there. What is over is not asked for any more.
 */
export function useOwnEntry(id: string, secret: string | null) {
  const api = useApi()
  const { t } = useI18n()
  const { status } = useAuth()
  const entry = shallowRef<WaitingEntryReply | null>(null)
  const problem = ref<ShownProblem | null>(null)
  let known = { tag: null as string | null, pollAfterMs: null as number | null }
  let timer: ReturnType<typeof setTimeout> | undefined
  let isGone = false

  async function look() {
    clearTimeout(timer)
    const asked = known
    try {
      const reply = await api<WaitingEntryReply | undefined>(`/api/waiting-list/${encodeURIComponent(id)}`, { secret, known: asked })
      if (reply && asked === known) entry.value = reply
      problem.value = null
    } catch (error) {
      // What is shown stays while the house does not answer for a moment.
      if (!entry.value) problem.value = problemOf(error, t)
    }
    const isOver = entry.value !== null && ENDED.has(entry.value.state)
    if (!isGone && !isOver && !document.hidden && !problem.value) timer = setTimeout(look, known.pollAfterMs ?? USUAL_MS)
  }

  /** What a change answered is newer than any look that is under way. */
  function change(to: WaitingEntryReply) {
    known = { tag: null, pollAfterMs: known.pollAfterMs }
    entry.value = to
  }

  function glance() {
    if (document.hidden) clearTimeout(timer)
    else void look()
  }

  onMounted(() => {
    watch(() => status.value === 'authenticated', look, { immediate: true })
    document.addEventListener('visibilitychange', glance)
  })
  onUnmounted(() => {
    isGone = true
    clearTimeout(timer)
    document.removeEventListener('visibilitychange', glance)
  })
  return { entry, problem, look, change }
}
