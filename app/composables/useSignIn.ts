import type { LoginInput } from '#shared/api/accounts.ts'
import { problemOf, type ShownProblem } from '~/utils/problem-of.ts'

/** Signing in by e-mail and password, in place: true where it worked, else the reason is in `problem` and nothing typed is lost. */
export function useSignIn() {
  const { signIn: begin } = useAuth()
  const { locale, t } = useI18n()
  const pending = ref(false)
  const problem = ref<ShownProblem | null>(null)

  async function signIn(input: LoginInput): Promise<boolean> {
    if (pending.value) return false
    pending.value = true
    problem.value = null
    try {
      await begin(input, { redirect: false }, {}, { 'accept-language': locale.value === 'zh' ? 'zh-CN' : 'en', 'idempotency-key': randomKey() })
      return true
    } catch (error) {
      problem.value = problemOf(error, t)
      return false
    } finally {
      pending.value = false
    }
  }

  return { signIn, problem, pending }
}
