import type { LoginReply } from '#shared/api/accounts.ts'

/** The second step of a login that began by a code or at another house: `done` is called when it is made. */
export function useSecondFactor(done: () => void) {
  const { enter } = useLogin()
  const { send, pending, problem } = useWrite<LoginReply>('POST')
  const challengeId = ref<string | null>(null)

  async function answer(code: string): Promise<void> {
    if (!await send('/api/auth/second-factor', { body: { challengeId: challengeId.value, code } })) return
    await enter()
    done()
  }

  function ask(id: string): void {
    challengeId.value = id
  }

  function forget(): void {
    challengeId.value = null
    problem.value = null
  }

  return { challengeId, ask, answer, forget, pending, problem }
}
