import type { ExportsReply } from '#shared/api/exports.ts'

/** Looked at again so soon while a file is being made, in ms. */
const BUSY_MS = 1_500

/** The files that somebody asked for, looked at again and again while one is being made. */
export function useExports() {
  const { known, problem, look } = useLookAgain<ExportsReply>('/api/exports', (reply, trouble) => {
    // Opened in a tab behind this one, nothing has been read yet.
    const isUnread = reply === null && trouble === null
    return isUnread || reply?.exports.some(file => file.state === 'waiting' || file.state === 'running') ? BUSY_MS : null
  })
  return { exports: computed(() => known.value?.exports ?? null), problem, look }
}
