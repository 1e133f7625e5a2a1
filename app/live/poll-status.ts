import type { SessionStatusReply } from '#shared/api/catalogue.ts'

/** Between questions, in ms, where the server does not say. */
const POLL_MS = 5_000

/** Asks for the status of a session, now or again and again, as often as the server bears. What is known already is not sent again. */
export function pollStatus(path: string, news: (status: SessionStatusReply) => void) {
  let etag: string | null = null
  let pollMs = POLL_MS
  let timer: ReturnType<typeof setTimeout> | undefined
  let isPolling = false
  let round = 0

  /** False: no answer came. An answer that comes after `forget` is none: what was heard meanwhile is newer. */
  async function ask(): Promise<boolean> {
    const asked = ++round
    try {
      const reply = await fetch(`${path}/status`, { headers: etag ? { 'if-none-match': etag } : {} })
      pollMs = Number(reply.headers.get('x-poll-after-ms')) || POLL_MS
      if (!reply.ok) return reply.status === 304
      const status = await reply.json() as SessionStatusReply
      if (asked !== round) return true
      etag = reply.headers.get('etag')
      news(status)
      return true
    } catch {
      return false
    }
  }

  async function turn() {
    await ask()
    // Caches in between give many the same answer: not all of them at once again.
    if (isPolling) timer = setTimeout(() => void turn(), pollMs * (0.9 + 0.2 * Math.random()))
  }

  function start() {
    if (isPolling) return
    isPolling = true
    void turn()
  }

  /** No more questions, and no answer to one that is under way. */
  function stop() {
    isPolling = false
    clearTimeout(timer)
    forget()
  }

  function forget() {
    round++
    etag = null
  }

  return { ask, start, stop }
}
