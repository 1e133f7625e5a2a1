import type { OpenAccessReply } from '#shared/api/session-places.ts'
import { problemOf, type ShownProblem } from '~/utils/problem-of.ts'

/**
 * The access code of whoever chooses seats of a session, and what it opens. It comes by the link that was given him (`?access=`) or is
 * typed, and lives in this tab's storage: a reload, another language and the way through a waiting room keep it, and no address
 * that he copies gives it on. What it opens is asked anew each time; only the server knows.
 */
export function useAccessCode(sessionId: string) {
  const api = useApi()
  const { t } = useI18n()
  const route = useRoute()
  const router = useRouter()
  const { $loadArea } = useNuxtApp()
  const path = `/api/sessions/${encodeURIComponent(sessionId)}/access`
  const grant = shallowRef<OpenAccessReply | null>(null)
  const problem = shallowRef<ShownProblem | null>(null)
  /** Whether there is something to show: a code, a refusal, or the wish to type one. */
  const isAsked = ref(false)
  const isBusy = ref(false)

  /** Opens what a code opens. One that is refused takes nothing away that another has opened. */
  async function open(code: string): Promise<boolean> {
    isAsked.value = isBusy.value = true
    problem.value = null
    try {
      const [opened] = await Promise.all([api<OpenAccessReply>(path, { method: 'POST', body: { code } }), $loadArea('offers')])
      grant.value = opened
      keepAccess(sessionId, opened.code)
      return true
    } catch (error) {
      problem.value = problemOf(error, t)
      // Of a code that is wrong or over nothing is kept; where nobody answers it may still be good.
      if (isOver(problem.value) && [grant.value?.code, keptAccess(sessionId)].includes(code.toUpperCase())) drop()
      return false
    } finally {
      isBusy.value = false
    }
  }

  /** After a refusal: whether the code still opens what it did. */
  async function look(): Promise<void> {
    if (grant.value) await open(grant.value.code)
  }

  function drop() {
    grant.value = null
    keepAccess(sessionId, null)
  }

  function leave() {
    drop()
    problem.value = null
    isAsked.value = false
  }

  onMounted(async () => {
    const { access, ...query } = route.query
    const [linked, kept] = [String(access ?? '').trim(), keptAccess(sessionId)]
    if (linked) void router.replace({ query })
    if (linked && await open(linked)) return
    const refusal = problem.value
    if (kept && kept !== linked.toUpperCase()) await open(kept)
    problem.value ??= refusal
  })

  return {
    grant, problem, isAsked, isBusy: readonly(isBusy), open, look,
    ask: () => { isAsked.value = true },
    leave
  }
}

export type Access = ReturnType<typeof useAccessCode>

/** Malformed ones too: no code looks like that. */
const isOver = ({ code }: ShownProblem) => code === 'access-code-refused' || code === 'invalid-input'
const storageKey = (sessionId: string) => `foyer-access-${sessionId}`
const keptAccess = (sessionId: string) => sessionStorage.getItem(storageKey(sessionId))

/** Keeps a code for this tab; null: forgets it. */
function keepAccess(sessionId: string, code: string | null): void {
  if (code) sessionStorage.setItem(storageKey(sessionId), code)
  else sessionStorage.removeItem(storageKey(sessionId))
}
