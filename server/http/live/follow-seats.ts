import type { House } from '#server/house.ts'
import { lines } from './lines.ts'
import type { LiveClient } from './live-client.ts'

/** Tells a client of the seats of a session from `version` on, for as long as he stays. */
export function followSeats(house: House, sessionId: string, version: number | null, client: LiveClient): void {
  let hasLeft = false
  let stop = () => {}
  client.onLeave(() => {
    hasLeft = true
    stop()
  })
  if (hasLeft) return
  lines.keepAlive(client)
  void house.feed.watch(sessionId, version, client)
    .then((end) => {
      stop = end
      if (hasLeft) end()
    })
    // Neither the store nor Postgres answers: he asks again, and sees that nothing is known.
    .catch(() => client.close())
}

/** The version up to which a browser that comes back knows everything; null: it knows nothing. */
export function versionOf(text: unknown): number | null {
  const version = Number(text)
  return Number.isSafeInteger(version) && version > 0 ? version : null
}
