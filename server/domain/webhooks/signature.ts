import { createHmac, randomBytes } from 'node:crypto'

/** What receivers check by, as Standard Webhooks write it: `whsec_` and base64. */
const PREFIX = 'whsec_'

export function newWebhookSecret(): string {
  return PREFIX + randomBytes(32).toString('base64')
}

/**
 * The headers of a message (Standard Webhooks 1.0: standardwebhooks.com). Of two secrets, while one replaces the other, both sign.
 * `atSeconds`: Unix time, by which receivers tell a replay.
 */
export function signedHeaders(secrets: readonly string[], { id, body, atSeconds }: { id: string, body: string, atSeconds: number }): Record<string, string> {
  const signatures = secrets.map(secret => `v1,${createHmac('sha256', Buffer.from(secret.slice(PREFIX.length), 'base64')).update(`${id}.${atSeconds}.${body}`).digest('base64')}`)
  return { 'webhook-id': id, 'webhook-timestamp': String(atSeconds), 'webhook-signature': signatures.join(' ') }
}
