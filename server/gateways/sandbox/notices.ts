import { createHmac, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import type { ProviderFact, ProviderNotice, RawNotice } from '#server/domain/payments/index.ts'
import { DomainError } from '#shared/errors/domain-error.ts'

/** As Stripe signs: the time and the body together, so that neither can be changed or sent again much later. */
export const SIGNATURE_HEADER = 'sandbox-signature'
const TOLERANCE_SECONDS = 300

const sentNotice = z.object({
  id: z.string().min(1).max(300), type: z.string().max(60), account: z.string(), live: z.boolean(),
  payment: z.string(), amountMinor: z.number(), currency: z.string(), refundId: z.string().optional(), disputeId: z.string().optional(), card: z.string().optional(), code: z.string().optional()
})

/** The signature of a body that is sent at a time, in s since 1970. */
export function signNotice(key: Buffer, body: string, atSeconds: number): string {
  return `t=${atSeconds},v1=${createHmac('sha256', key).update(`${atSeconds}.${body}`).digest('hex')}`
}

/** Reads a notice of the sandbox as strictly as those of real providers are read. */
export function readSandboxNotice(key: Buffer, { body, header, nowMs }: RawNotice): ProviderNotice {
  const refuse = (why: string) => new DomainError('notice-refused', { why })
  const [, time, given] = /^t=(\d{1,12}),v1=([0-9a-f]{64})$/.exec(header(SIGNATURE_HEADER) ?? '') ?? []
  if (!time || !given) throw refuse('no-signature')
  const right = createHmac('sha256', key).update(`${time}.`).update(body).digest()
  if (!timingSafeEqual(right, Buffer.from(given, 'hex'))) throw refuse('wrong-signature')
  if (Math.abs(nowMs / 1000 - Number(time)) > TOLERANCE_SECONDS) throw refuse('too-old')
  const parsed = sentNotice.safeParse(jsonOf(body))
  if (!parsed.success) throw refuse('unreadable')
  const { id, type, account, live } = parsed.data
  if (account !== 'foyer-sandbox') throw refuse('other-account')
  if (live) throw refuse('other-mode')
  return { eventId: id, type, fact: factOf(parsed.data) }
}

function factOf(notice: z.output<typeof sentNotice>): ProviderFact | null {
  const transactionId = `sbx_${notice.payment}`
  const payment = { kind: 'payment' as const, paymentId: notice.payment, providerRef: `sbx_pay_${notice.payment}` }
  const dispute = (state: 'open' | 'won' | 'lost') => ({ kind: 'dispute' as const, transactionId, disputeId: notice.disputeId ?? '', state })
  switch (notice.type) {
    case 'payment.paid': return { ...payment, standing: { state: 'captured', transactionId, amountMinor: notice.amountMinor, currency: notice.currency, ...notice.card && { instrument: notice.card } } }
    case 'payment.declined': return { ...payment, standing: { state: 'open', declined: notice.code ?? 'declined' } }
    case 'payment.cancelled': return { ...payment, standing: { state: 'cancelled' } }
    case 'refund.done': return { kind: 'refund', transactionId, providerRefundId: `sbx_re_${notice.refundId}`, refundId: notice.refundId ?? null, state: 'done', amountMinor: notice.amountMinor, currency: notice.currency }
    case 'dispute.opened': return dispute('open')
    case 'dispute.won': return dispute('won')
    case 'dispute.lost': return dispute('lost')
    default: return null
  }
}

function jsonOf(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'))
  } catch {
    return null
  }
}
