import type { SeatFrame, SessionStatusReply } from '#shared/api/catalogue.ts'

/** Where the news of a session go. */
export interface SeatNews { snapshot: (status: SessionStatusReply) => void, frame: (frame: SeatFrame) => void }

const POLL_MS = 5_000
/** The server gives a sign of life every 15 s; a line that is silent for so long is dead. */
const SILENCE_MS = 40_000

/**
 * Follows the seats of a session: the status first, then the live feed from its version on. Where the feed fails, asks for
 * the status every few seconds (with its ETag) and says `paused`, until the feed is back.
 */
export function useSeatFeed(sessionId: string, news: SeatNews) {
  const state = ref<'connecting' | 'live' | 'paused'>('connecting')
  const base = `/api/sessions/${encodeURIComponent(sessionId)}`
  let source: EventSource | null = null
  let poll: ReturnType<typeof setTimeout> | undefined
  let silence: ReturnType<typeof setTimeout> | undefined
  let reopen: ReturnType<typeof setTimeout> | undefined
  let etag: string | null = null
  let version = 0
  let isStopped = false

  async function start() {
    const isKnown = await ask()
    if (isStopped) return
    if (!isKnown) pause()
    open()
  }

  /** Asks for the whole status. False: no answer came. */
  async function ask(): Promise<boolean> {
    try {
      const reply = await fetch(`${base}/status`, { headers: etag ? { 'if-none-match': etag } : {} })
      if (reply.status === 304) return true
      if (!reply.ok) return false
      etag = reply.headers.get('etag')
      const status = await reply.json() as SessionStatusReply
      version = status.version
      if (!isStopped) news.snapshot(status)
      return true
    } catch {
      return false
    }
  }

  function open() {
    source?.close()
    source = new EventSource(`${base}/feed?version=${version}`)
    source.addEventListener('seats', event => hear(event, (frame: SeatFrame) => news.frame(frame)))
    source.addEventListener('snapshot', event => hear(event, (status: SessionStatusReply) => news.snapshot(status)))
    source.addEventListener('alive', listenOn)
    source.addEventListener('paused', pause)
    source.onopen = () => {
      listenOn()
      resume()
    }
    source.onerror = () => {
      pause()
      // The browser tries again by itself unless the server refused.
      if (source?.readyState === EventSource.CLOSED) reopenLater()
    }
    listenOn()
  }

  function hear<T extends { version: number }>(event: MessageEvent<string>, tell: (message: T) => void) {
    const message = JSON.parse(event.data) as T
    version = message.version
    tell(message)
    listenOn()
    resume()
  }

  function listenOn() {
    clearTimeout(silence)
    silence = setTimeout(() => {
      pause()
      open()
    }, SILENCE_MS)
  }

  function resume() {
    clearTimeout(poll)
    poll = undefined
    state.value = 'live'
  }

  function pause() {
    state.value = 'paused'
    poll ??= setTimeout(pollOn, POLL_MS)
  }

  async function pollOn() {
    await ask()
    if (state.value === 'paused' && !isStopped) poll = setTimeout(pollOn, POLL_MS * (0.8 + 0.4 * Math.random()))
  }

  function reopenLater() {
    clearTimeout(reopen)
    // Not all at once after an outage.
    reopen = setTimeout(open, 5_000 + Math.random() * 10_000)
  }

  function stop() {
    isStopped = true
    source?.close()
    clearTimeout(poll)
    clearTimeout(silence)
    clearTimeout(reopen)
  }

  onUnmounted(stop)
  return { state: readonly(state), start, stop }
}
