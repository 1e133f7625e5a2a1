import type { SystemReply } from '#shared/api/health.ts'

/** Looked at again so soon, in ms. */
const AGAIN_MS = 10_000

/** How the house is, looked at again and again. */
export function useSystem() {
  const { locale } = useI18n()
  const { known, seenAt, problem, look } = useLookAgain<SystemReply>('/api/admin/health', () => AGAIN_MS)
  // The sentences about parts come from the server, in the reader's language.
  watch(locale, look)
  return { system: known, seenAt, problem, look }
}
