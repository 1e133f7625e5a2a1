import type { Seen } from '#shared/api/behaviour.ts'

/** Sent together so long after the first, in ms, and when the page goes away. */
const WAIT_MS = 10_000
const MOST = 50

/** Keeps what was seen and sends it in batches that no page has to wait for. @returns how to tell it something, to make it forget what it has not sent, and to end it */
export function openOnlooker(send: (body: string) => void): { note(one: Seen): void, forget(): void, stop(): void } {
  let seen: Seen[] = []
  let timer: ReturnType<typeof setTimeout> | undefined

  function flush() {
    clearTimeout(timer)
    timer = undefined
    if (seen.length > 0) send(JSON.stringify({ agreed: true, seen }))
    seen = []
  }
  function forget() {
    clearTimeout(timer)
    timer = undefined
    seen = []
  }
  const onHide = () => { if (document.visibilityState === 'hidden') flush() }
  document.addEventListener('visibilitychange', onHide)
  addEventListener('pagehide', flush)

  return {
    note(one) {
      seen.push(one)
      if (seen.length >= MOST) flush()
      else timer ??= setTimeout(flush, WAIT_MS)
    },
    forget,
    stop() {
      forget()
      document.removeEventListener('visibilitychange', onHide)
      removeEventListener('pagehide', flush)
    }
  }
}
