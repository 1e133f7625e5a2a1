/** What is told over a live line. One object for all who are told the same: it is put into bytes once. */
export interface LiveMessage {
  kind: string
  /** Where whoever comes back begins. */
  version?: number
  body: object
}

/** Somebody at the other end of a live line, whatever it is made of. */
export interface LiveClient {
  /** What he was sent and has not read is as much as he is given: more would only fill our memory. */
  isFull(): boolean
  send(message: LiveMessage): void
  close(): void
  /** Called once, when he has gone, or was sent away. At once, where he has gone already. */
  onLeave(left: () => void): void
}

/** What may wait for a slow reader, in bytes, beside the message that makes it more. */
export const MOST_UNREAD_BYTES = 64 * 1024

/** The first message: a line that brings it is not held up on its way by anybody. */
export const HELLO: LiveMessage = { kind: 'hello', body: {} }
/** A sign of life, for proxies that close silent connections and for browsers that wonder. */
export const ALIVE: LiveMessage = { kind: 'alive', body: {} }
/** Between signs of life, in ms. Browsers give a line up after 40 s of silence (app/live). */
export const ALIVE_MS = 15_000
