import type { InjectionKey, Ref } from 'vue'
import type { SessionSalesReply } from '#shared/api/session-sales.ts'
import { type ShownProblem, problemOf } from '~/utils/problem-of.ts'

export interface SessionSales {
  sales: Readonly<Ref<SessionSalesReply | null>>
  problem: Readonly<Ref<ShownProblem | null>>
  load(): Promise<void>
}

const KEY: InjectionKey<SessionSales> = Symbol('session sales')

/** How the session that is open sells; the pages below it share it. */
export function provideSessionSales(sessionId: string): SessionSales {
  const api = useApi()
  const { t } = useI18n()
  const sales = shallowRef<SessionSalesReply | null>(null)
  const problem = shallowRef<ShownProblem | null>(null)

  async function load() {
    problem.value = null
    try {
      sales.value = await api<SessionSalesReply>(`/api/publishing/sessions/${sessionId}`)
    } catch (error) {
      problem.value = problemOf(error, t)
    }
  }

  const shared = { sales, problem, load }
  provide(KEY, shared)
  return shared
}

export function useSessionSales(): SessionSales {
  return inject(KEY)!
}
