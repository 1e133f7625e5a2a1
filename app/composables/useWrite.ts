import type { ApiRequest } from './useApi.ts'
import { problemOf, type ShownProblem } from '~/utils/problem-of.ts'
import { writeKey } from '~/utils/write-key.ts'

/**
 * One kind of change that a page can ask for. `send` answers null where it was refused and leaves the reason in `problem`;
 * what was typed is the page's and stays. A second click while the first is under way does nothing.
 */
export function useWrite<Reply>(method: 'POST' | 'PUT' | 'PATCH' | 'DELETE') {
  const api = useApi()
  const { t } = useI18n()
  const pending = ref(false)
  const problem = ref<ShownProblem | null>(null)
  const keys = writeKey(randomKey)

  async function send(path: string, request: Pick<ApiRequest, 'body' | 'secret'> = {}): Promise<Reply | null> {
    if (pending.value) return null
    pending.value = true
    problem.value = null
    try {
      const reply = await api<Reply>(path, { ...request, method, idempotencyKey: keys.keyFor(path, request.body) })
      keys.done()
      return reply
    } catch (error) {
      problem.value = problemOf(error, t)
      return null
    } finally {
      pending.value = false
    }
  }

  return { send, pending: readonly(pending), problem }
}

/** 128 random bits; `crypto.randomUUID` would need HTTPS, which a demo in the local network has not. */
export function randomKey(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map(byte => byte.toString(16).padStart(2, '0')).join('')
}
