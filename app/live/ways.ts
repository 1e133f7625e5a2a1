/** Who listens at the browser's end of a live line. */
export interface LineEnd {
  heard(kind: string, body: unknown): void
  /** It closed, or never opened. Called at most once. */
  lost(): void
}

/** Opens a line to what changes at `path` (`/api/sessions/1`). Returns how to close it, after which nothing is heard. */
export type OpenLine = (path: string, version: number, kinds: readonly string[], end: LineEnd) => () => void

/** A WebSocket: one for each tab, however many there are. Not every host has them, and not every proxy lets them pass. */
export const openSocket: OpenLine = (path, version, _kinds, end) => {
  const socket = new WebSocket(`${location.origin.replace(/^http/, 'ws')}${path}/socket?version=${version}`)
  let isOver = false
  socket.onmessage = ({ data }: MessageEvent<string>) => {
    const { kind, body } = JSON.parse(data) as { kind: string, body: unknown }
    if (!isOver) end.heard(kind, body)
  }
  // A socket that fails closes too.
  socket.onclose = () => {
    if (!isOver) end.lost()
    isOver = true
  }
  return () => {
    isOver = true
    socket.close()
  }
}

/** Server-sent events: plain HTTP, of which a browser opens six to a site at most, unless it speaks HTTP/2 with it. */
export const openEvents: OpenLine = (path, version, kinds, end) => {
  const source = new EventSource(`${path}/feed?version=${version}`)
  let isOver = false
  const close = () => {
    isOver = true
    source.close()
  }
  for (const kind of kinds) source.addEventListener(kind, ({ data }: MessageEvent<string>) => { if (!isOver) end.heard(kind, JSON.parse(data)) })
  // When to come back is decided in one place (keep-line.ts), not by the browser.
  source.onerror = () => {
    if (isOver) return
    close()
    end.lost()
  }
  return close
}
