import type { LiveMessage } from './live-client.ts'

const events = new WeakMap<LiveMessage, Buffer>()
const texts = new WeakMap<LiveMessage, Buffer>()

/** A message as a server-sent event (HTML, section 9.2), encoded once for all who get it. */
export function asEvent(message: LiveMessage): Buffer {
  return once(events, message, ({ kind, version, body }) => `${version === undefined ? '' : `id: ${version}\n`}event: ${kind}\ndata: ${JSON.stringify(body)}\n\n`)
}

/** A message as the text of a WebSocket message, encoded once for all who get it. */
export function asText(message: LiveMessage): Buffer {
  return once(texts, message, ({ kind, body }) => `{"kind":${JSON.stringify(kind)},"body":${JSON.stringify(body)}}`)
}

function once(known: WeakMap<LiveMessage, Buffer>, message: LiveMessage, encode: (message: LiveMessage) => string): Buffer {
  const kept = known.get(message)
  if (kept) return kept
  const bytes = Buffer.from(encode(message))
  known.set(message, bytes)
  return bytes
}
