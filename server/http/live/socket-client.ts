import { asText } from './encode.ts'
import { HELLO, type LiveClient, MOST_UNREAD_BYTES } from './live-client.ts'

/** What is needed of a WebSocket of the server's (crossws). */
export interface Peer {
  send(data: Uint8Array, options: { compress: boolean }): unknown
  close(code: number, reason: string): void
  terminate(): void
  readonly websocket: { readonly bufferedAmount?: number }
}

/** The bytes are those of a text, and are sent as one. */
const AS_TEXT = { compress: false, binary: false }
/** RFC 6455, section 7.4.1, and the registry of codes: the service restarts. */
const RESTARTING = 1012

/** Somebody who listens at a WebSocket. Call `leave` when it has closed. */
export function socketClient(peer: Peer): LiveClient & { leave(): void } {
  const whenLeft: (() => void)[] = []
  let hasLeft = false
  const unread = () => peer.websocket.bufferedAmount ?? 0
  peer.send(asText(HELLO), AS_TEXT)
  return {
    isFull: () => unread() > MOST_UNREAD_BYTES,
    send: (message) => { if (!hasLeft) peer.send(asText(message), AS_TEXT) },
    close: () => {
      // Who does not read would never see a polite end.
      if (unread() > 0) peer.terminate()
      else peer.close(RESTARTING, 'come back later')
    },
    onLeave: left => void (hasLeft ? left() : whenLeft.push(left)),
    leave: () => {
      if (hasLeft) return
      hasLeft = true
      for (const left of whenLeft) left()
    }
  }
}
