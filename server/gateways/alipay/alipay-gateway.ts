import { type PaymentGateway, type PaymentRequest, type PaymentStanding, type ProviderPayment, ProviderRefusal, type StartedPayment } from '#server/domain/payments/payment-gateway.ts'
import { beforeAbort } from '#shared/flow/before-abort.ts'
import { type AlipayAnswer, type AlipaySettings, alipayClient, stamp } from './client.ts'
import { yuan } from './money.ts'
import { readAlipayNotice } from './notices.ts'
import { type TradeLike, tradeStanding } from './standing.ts'
import { refundNumber, requestNumber, shanghaiTime, tradeNumber } from './trade-names.ts'

/** Alipay takes no end of a trade that is nearer, in ms: a minute, and a little for clocks that differ. */
const LEAST_MS = 90_000

/** Alipay: its page at a desk, its app on a phone, or a code to scan (docs/decisions/020-one-trade-one-way-to-pay-it.md). */
export function alipayGateway(settings: AlipaySettings): PaymentGateway {
  const client = alipayClient(settings)

  async function lookUp(payment: ProviderPayment, signal: AbortSignal): Promise<PaymentStanding> {
    const answer = await client.ask('alipay.trade.query', { out_trade_no: tradeNumber(payment.paymentId) }, signal).catch(notThere)
    // Alipay knows of a trade from when somebody logs in to pay it.
    return answer ? tradeStanding(answer as TradeLike, settings.privateKey) : { state: 'open' }
  }

  return {
    name: 'alipay',
    takes: currency => currency === 'CNY',
    noticeReply: { contentType: 'text/plain', body: 'success' },
    lookUp,

    async start(payment) {
      const until = new Date(Math.ceil(Math.max(payment.expiresAt.getTime(), Date.now() + LEAST_MS) / 1000) * 1000)
      const words = tradeWords(payment, until)
      if (settings.desk === 'qr' && !payment.isPhone) return await byCode(payment, words, until)
      const sdk = await beforeAbort(payment.signal, client.sdk())
      const [method, way] = payment.isPhone
        ? ['alipay.trade.wap.pay', { product_code: 'QUICK_WAP_WAY', quit_url: payment.returnUrl }] as const
        : ['alipay.trade.page.pay', { product_code: 'FAST_INSTANT_TRADE_PAY' }] as const
      const redirectUrl = sdk.pageExecute(method, 'GET', { ...stamp(), return_url: payment.returnUrl, notify_url: payment.noticeUrl, bizContent: { ...words, ...way } })
      return { providerRef: words.out_trade_no, redirectUrl, qrText: null, until }
    },

    async cancel(payment, signal) {
      const number = { out_trade_no: tradeNumber(payment.paymentId) }
      try {
        await client.ask('alipay.trade.close', number, signal)
        return { state: 'cancelled' }
      } catch (problem) {
        if (!(problem instanceof ProviderRefusal)) throw problem
        return isNotThere(problem) ? await revoke(number, signal) : await lookUp(payment, signal)
      }
    },

    async refund({ refundId, payment, amountMinor, currency, signal }) {
      const number = { trade_no: payment.transactionId, out_request_no: requestNumber(refundId) }
      const answer = await client.ask('alipay.trade.refund', { ...number, refund_amount: yuan({ amountMinor, currency }) }, signal)
      // A repetition moves no money, and neither does a bank that needs time: only then it is asked.
      if (answer.fund_change !== 'Y' && !await isRefunded(number, signal)) throw new Error('Alipay does not say yet that the money went back')
      return { transactionId: refundNumber(payment.transactionId, number.out_request_no) }
    },

    readNotice: notice => readAlipayNotice(client, settings, notice)
  }

  /** The code is the trade's only way to be paid: whoever cannot scan it follows the same link. */
  async function byCode(payment: PaymentRequest, words: TradeWords, until: Date): Promise<StartedPayment> {
    const answer = await client.ask('alipay.trade.precreate', { ...words, product_code: 'QR_CODE_OFFLINE' }, payment.signal, { notify_url: payment.noticeUrl })
    if (typeof answer.qr_code !== 'string') throw new Error('Alipay gave no code')
    return { providerRef: words.out_trade_no, redirectUrl: answer.qr_code, qrText: answer.qr_code, until }
  }

  /**
   * Revokes a trade that nobody has begun. Where the account may not (it needs the contract for paying face to face), the trade stays
   * open until its end, which Alipay keeps by itself.
   */
  async function revoke(number: { out_trade_no: string }, signal: AbortSignal): Promise<PaymentStanding> {
    const answer = await client.ask('alipay.trade.cancel', number, signal).catch(() => null)
    // Paid meanwhile, and the money went back: that is closed as well.
    return answer?.retry_flag === 'N' ? { state: 'cancelled' } : { state: 'open' }
  }

  async function isRefunded(number: { trade_no: string, out_request_no: string }, signal: AbortSignal): Promise<boolean> {
    const answer = await client.ask('alipay.trade.fastpay.refund.query', number, signal)
    return answer.refund_status === 'REFUND_SUCCESS'
  }
}

interface TradeWords { out_trade_no: string, total_amount: string, subject: string, time_expire: string }

function tradeWords(payment: PaymentRequest, until: Date): TradeWords {
  return {
    out_trade_no: tradeNumber(payment.paymentId), total_amount: yuan(payment), time_expire: shanghaiTime(until),
    // Alipay takes no `/`, `=` and `&` in it.
    subject: `${payment.title.replaceAll(/[/=&\p{Cc}]/gu, ' ').slice(0, 200)} ${payment.reference}`
  }
}

const isNotThere = (problem: unknown) => problem instanceof ProviderRefusal && problem.code === 'ACQ.TRADE_NOT_EXIST'

function notThere(problem: unknown): AlipayAnswer | null {
  if (isNotThere(problem)) return null
  throw problem
}
