import type { SeatFrame, SessionStatusReply } from '#shared/api/catalogue.ts'
import { keepLine } from '../live/keep-line.ts'
import { pollStatus } from '../live/poll-status.ts'
import { openEvents, openSocket } from '../live/ways.ts'

/** Where the news of a session go. */
export interface SeatNews { snapshot: (status: SessionStatusReply) => void, frame: (frame: SeatFrame) => void }

/** A line that is back by then, in ms, was not worth a word. */
const GRACE_MS = 2_500

/**
 * Follows the seats of a session: the status first, then live from its version on, by WebSocket or server-sent events. Where
 * neither gets through, or the server knows nothing itself, says `paused` and asks every few seconds until it is live again.
 */
export function useSeatFeed(sessionId: string, news: SeatNews) {
  const state = ref<'connecting' | 'live' | 'paused'>('connecting')
  const path = `/api/sessions/${encodeURIComponent(sessionId)}`
  let version = 0
  let line: ReturnType<typeof keepLine> | undefined
  let grace: ReturnType<typeof setTimeout> | undefined
  let isStopped = false
  const polls = pollStatus(path, takeSnapshot)

  async function start() {
    waitAWhile()
    await polls.ask()
    if (isStopped) return
    line = keepLine({
      path,
      ways: [openSocket, openEvents],
      kinds: ['seats', 'snapshot', 'current', 'paused'],
      version: () => version,
      heard: hear,
      lost: waitAWhile
    })
  }

  function hear(kind: string, body: unknown) {
    if (kind === 'paused') return pause()
    // An open line is not enough: the server says when it has told all that was missed.
    resume()
    if (kind === 'current') return
    if (kind === 'snapshot') return takeSnapshot(body as SessionStatusReply)
    version = (body as SeatFrame).version
    news.frame(body as SeatFrame)
  }

  function takeSnapshot(status: SessionStatusReply) {
    version = status.version
    news.snapshot(status)
  }

  function resume() {
    clearTimeout(grace)
    grace = undefined
    polls.stop()
    state.value = 'live'
  }

  function waitAWhile() {
    grace ??= setTimeout(pause, GRACE_MS)
  }

  function pause() {
    state.value = 'paused'
    polls.start()
  }

  function stop() {
    isStopped = true
    line?.stop()
    clearTimeout(grace)
    polls.stop()
  }

  onUnmounted(stop)
  return { state: readonly(state), start, stop }
}
