import type { RawNotice } from '#server/domain/payments/index.ts'
import { SIGNATURE_HEADER, signNotice } from '#server/gateways/sandbox/notices.ts'
import { deriveKey } from '#server/http/keys.ts'
import { TEST_SECRET } from '#tests/support/house.ts'

export const SANDBOX_KEY = deriveKey(TEST_SECRET, 'sandbox-notices')

let sent = 0

/** The body of a notice of the sandbox about a payment of two seats at 380, with an id of its own. */
export function bodyOf(paymentId: string, type: string, more: Record<string, unknown> = {}): string {
  return JSON.stringify({ id: `evt-${++sent}`, type, account: 'foyer-sandbox', live: false, payment: paymentId, amountMinor: 76_000, currency: 'CNY', ...more })
}

/** The notice as it travels. */
export function signed(body: string, { key = SANDBOX_KEY, agoSeconds = 0, alter = (b: Buffer) => b } = {}): RawNotice {
  const nowMs = Date.now()
  const signature = signNotice(key, body, Math.floor(nowMs / 1000) - agoSeconds)
  return { body: alter(Buffer.from(body)), header: name => name.toLowerCase() === SIGNATURE_HEADER ? signature : undefined, nowMs }
}
