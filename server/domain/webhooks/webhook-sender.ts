import type { Database } from '#drizzle/database.ts'

/** What came of a request to a receiver. */
export interface WebhookAnswer {
  /** Null where there was none. */
  status: number | null
  /** Why there was none: `inside`, `timeout`, `too-large`, or the code of the network. */
  error: string | null
  /** The beginning of the answer, for people who look for a fault. */
  response: string | null
  tookMs: number
}

/** Reaches receivers outside. Addresses come from anybody, so nothing inside is ever reached (V-08). */
export interface WebhookSender {
  /** Whether the address can be one at all: https, and no address of this or a private network. */
  accepts(url: string): boolean
  /** One POST: no redirects, five seconds, a megabyte. Never throws. */
  post(url: string, headers: Record<string, string>, body: string): Promise<WebhookAnswer>
}

/** What the area needs of the house. */
export interface WebhookDeps {
  db: Database
  webhookSender: WebhookSender
  keys: { webhooks: Buffer }
}
