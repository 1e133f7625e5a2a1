import type { SecurityReply } from '#shared/api/identity.ts'
import { problemOf, type ShownProblem } from '~/utils/problem-of.ts'

/** How the own account is protected, as the server knows it now. */
export function useSecurity() {
  const api = useApi()
  const { t } = useI18n()
  const { getSession } = useAuth()
  const security = ref<SecurityReply | null>(null)
  const problem = ref<ShownProblem | null>(null)

  async function load(): Promise<void> {
    try {
      security.value = await api<SecurityReply>('/api/user/security')
      problem.value = null
    } catch (error) {
      problem.value = problemOf(error, t)
    }
  }

  /** After a change: what every page shows of the person may be new as well. */
  async function changed(): Promise<void> {
    await Promise.all([load(), getSession()])
  }

  onMounted(load)
  return { security, problem, load, changed }
}
