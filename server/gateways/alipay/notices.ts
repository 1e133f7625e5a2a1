import type { AlipaySdk } from 'alipay-sdk'
import type { ProviderFact, ProviderNotice, RawNotice } from '#server/domain/payments/payment-gateway.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import type { AlipayClient, AlipaySettings } from './client.ts'
import { fen } from './money.ts'
import { tradeStanding } from './standing.ts'
import { paymentOf, refundNumber, refundOf } from './trade-names.ts'

/** What is asked where a notice does not say how much of the money went back. In ms. */
const ASK_MS = 8_000

/**
 * Reads a notice of Alipay: a form, signed by RSA2, of our app and for our account. Alipay repeats a notice for a day and more with the
 * same `notify_id` until it hears `success`, so its age says nothing.
 */
export async function readAlipayNotice(client: AlipayClient, settings: AlipaySettings, notice: RawNotice): Promise<ProviderNotice> {
  const form = formOf(notice)
  if (!isSigned(await client.sdk(), form)) throw new DomainError('notice-refused', { why: 'signature' })
  if (form.app_id !== settings.appId || form.seller_id !== settings.sellerId) throw new DomainError('notice-refused', { why: 'account' })
  if (!form.notify_id) throw new DomainError('notice-refused', { why: 'malformed' })
  const isTrade = form.notify_type === 'trade_status_sync' && form.trade_no && form.out_trade_no
  return { eventId: form.notify_id, type: `${form.notify_type ?? ''} ${form.trade_status ?? ''}`.trim(), fact: isTrade ? await factOf(client, settings, form) : null }
}

function formOf(notice: RawNotice): Record<string, string> {
  const fields = [...new URLSearchParams(notice.body.toString('utf8'))]
  const form = Object.fromEntries(fields)
  if (Object.keys(form).length !== fields.length) throw new DomainError('notice-refused', { why: 'malformed' })
  return form
}

/** The library believes the notice's own word for how it is signed, SHA-1 too: ours are signed by RSA2. */
function isSigned(sdk: AlipaySdk, form: Record<string, string>): boolean {
  return form.sign_type === 'RSA2' && sdk.checkNotifySignV2(form)
}

async function factOf(client: AlipayClient, settings: AlipaySettings, form: Record<string, string>): Promise<ProviderFact | null> {
  if (form.gmt_refund || form.refund_fee) return await refundFact(client, form)
  // Closed after it was paid: all of it went back, which its refunds have told.
  if (form.trade_status === 'TRADE_CLOSED' && form.gmt_payment) return null
  if (form.trade_status === 'TRADE_SUCCESS' && fen(form.total_amount) === null) throw new DomainError('notice-refused', { why: 'malformed' })
  return { kind: 'payment', paymentId: paymentOf(form.out_trade_no), providerRef: form.out_trade_no!, standing: tradeStanding(form, settings.privateKey) }
}

/**
 * A refund is told as a change of the trade. `refund_fee` is the sum of all refunds so far, so how much this one is must be asked; where
 * nobody can say which one it was, it is the sum.
 */
async function refundFact(client: AlipayClient, form: Record<string, string>): Promise<ProviderFact> {
  const tradeNo = form.trade_no!
  const requestNo = form.out_biz_no
  const told = requestNo ? await client.ask('alipay.trade.fastpay.refund.query', { trade_no: tradeNo, out_request_no: requestNo }, AbortSignal.timeout(ASK_MS)) : null
  const amountMinor = fen(told ? told.refund_amount : form.refund_fee)
  if (amountMinor === null) throw new Error('a refund of Alipay without an amount')
  return {
    kind: 'refund', transactionId: tradeNo, providerRefundId: refundNumber(tradeNo, requestNo ?? form.gmt_refund ?? ''), refundId: refundOf(requestNo),
    state: 'done', amountMinor, currency: 'CNY'
  }
}
