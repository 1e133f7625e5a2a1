import { randomInt } from 'node:crypto'
import { shanghaiTime } from '#server/gateways/alipay/trade-names.ts'

/** What a page, a code or an app was asked to collect. Alipay knows of no trade before somebody logs in to pay it. */
export interface FakeOffer { out_trade_no: string, total_amount: string, subject: string, product_code: string, time_expire: string, notifyUrl: string, returnUrl: string }
export interface FakeTrade extends FakeOffer {
  trade_no: string, status: 'WAIT_BUYER_PAY' | 'TRADE_SUCCESS' | 'TRADE_FINISHED' | 'TRADE_CLOSED', buyer_id: string, gmt_payment?: string
  refunds: Map<string, { amount: string, at: string }>
}

/** What an API refuses: `code` 40004 with Alipay's own word for why. */
export class AlipayNo extends Error {
  readonly subCode: string

  constructor(subCode: string) {
    super(subCode)
    this.subCode = subCode
  }
}

const digits = (count: number) => Array.from({ length: count }, () => randomInt(10)).join('')
const fen = (yuan: string) => Math.round(Number(yuan) * 100)
const yuan = (fen: number) => (fen / 100).toFixed(2)

/** The books of one seller at the stand-in for Alipay, and what payers do. Everything that Alipay would tell is in `notices`. */
export class AlipayAccount {
  readonly appId: string
  readonly sellerId: string
  readonly offers = new Map<string, FakeOffer>()
  readonly trades = new Map<string, FakeTrade>()
  readonly notices: { to: string, form: Record<string, string> }[] = []
  onNotice: (notice: { to: string, form: Record<string, string> }) => void = () => {}
  /** How far its clock is ahead of ours, in ms. */
  aheadMs = 0
  /** The next refunds need time: `fund_change` is N until `settleRefunds`. */
  isBankSlow = false
  readonly #unsettled = new Set<string>()
  /** No contract for paying face to face: neither codes nor revoking. */
  mayFaceToFace = true

  constructor(appId: string, sellerId: string) {
    this.appId = appId
    this.sellerId = sellerId
  }

  now(): string {
    return shanghaiTime(new Date(Date.now() + this.aheadMs))
  }

  /** Somebody opened the page, the app or the code. */
  offer(offer: FakeOffer): FakeOffer {
    if (!/^\w{1,64}$/.test(offer.out_trade_no) || !/^\d{1,9}\.\d{2}$/.test(offer.total_amount) || fen(offer.total_amount) < 1 || !offer.subject || /[/=&]/.test(offer.subject)) throw new AlipayNo('ACQ.INVALID_PARAMETER')
    if (offer.time_expire <= this.now()) throw new AlipayNo('ACQ.INVALID_PARAMETER')
    const trade = this.trades.get(offer.out_trade_no)
    if (trade && (trade.total_amount !== offer.total_amount || trade.product_code !== offer.product_code)) throw new AlipayNo('ACQ.CONTEXT_INCONSISTENT')
    if (trade?.status === 'TRADE_SUCCESS') throw new AlipayNo('ACQ.TRADE_HAS_SUCCESS')
    if (trade?.status === 'TRADE_CLOSED') throw new AlipayNo('ACQ.TRADE_HAS_CLOSE')
    this.offers.set(offer.out_trade_no, offer)
    return offer
  }

  /** The payer logs in, or scans: now there is a trade. Where he is not named he is somebody new. */
  begin(outTradeNo: string, buyer = `2088${digits(12)}`): FakeTrade {
    const known = this.trades.get(outTradeNo)
    if (known) return this.#timely(known)
    const offer = this.offers.get(outTradeNo)
    if (!offer || offer.time_expire <= this.now()) throw new AlipayNo('ACQ.TRADE_NOT_EXIST')
    const trade: FakeTrade = { ...offer, trade_no: `${this.now().replaceAll(/\D/g, '')}${digits(14)}`, status: 'WAIT_BUYER_PAY', buyer_id: buyer, refunds: new Map() }
    this.trades.set(outTradeNo, trade)
    return trade
  }

  trade(number: { out_trade_no?: string, trade_no?: string }): FakeTrade {
    const trade = [...this.trades.values()].find(one => number.trade_no ? one.trade_no === number.trade_no : one.out_trade_no === number.out_trade_no)
    if (!trade) throw new AlipayNo('ACQ.TRADE_NOT_EXIST')
    return this.#timely(trade)
  }

  #timely(trade: FakeTrade): FakeTrade {
    if (trade.status === 'WAIT_BUYER_PAY' && trade.time_expire <= this.now()) this.#close(trade)
    return trade
  }

  /** The payer pays. `received`: another amount than was asked for. */
  pay(outTradeNo: string, { buyer, received }: { buyer?: string, received?: string } = {}): FakeTrade {
    const trade = this.begin(outTradeNo, buyer)
    if (trade.status !== 'WAIT_BUYER_PAY') throw new AlipayNo('ACQ.TRADE_STATUS_ERROR')
    if (received) trade.total_amount = received
    trade.status = 'TRADE_SUCCESS'
    trade.gmt_payment = this.now()
    this.tell(trade)
    return trade
  }

  /** Three months later it can be refunded no more. */
  finish(outTradeNo: string): FakeTrade {
    const trade = this.trade({ out_trade_no: outTradeNo })
    trade.status = 'TRADE_FINISHED'
    this.tell(trade)
    return trade
  }

  close(number: { out_trade_no?: string }): FakeTrade {
    const trade = this.trade(number)
    if (trade.status !== 'WAIT_BUYER_PAY') throw new AlipayNo('ACQ.TRADE_STATUS_ERROR')
    this.#close(trade)
    return trade
  }

  #close(trade: FakeTrade): void {
    trade.status = 'TRADE_CLOSED'
    this.tell(trade)
  }

  /** Revokes: closes what is not paid, sends back what is, and says nothing of what is not there. */
  revoke(number: { out_trade_no?: string }): { action?: 'close' | 'refund' } {
    if (!this.mayFaceToFace) throw new AlipayNo('ACQ.ACCESS_FORBIDDEN')
    this.offers.delete(number.out_trade_no ?? '')
    const trade = this.trades.get(number.out_trade_no ?? '')
    if (!trade) return {}
    if (trade.status === 'TRADE_SUCCESS') {
      this.refund(trade, trade.total_amount, 'revoked')
      return { action: 'refund' }
    }
    if (trade.status === 'WAIT_BUYER_PAY') this.#close(trade)
    return { action: 'close' }
  }

  /** @returns whether money moved now: a repetition moves none */
  refund(trade: FakeTrade, amount: string, requestNo: string): boolean {
    const earlier = trade.refunds.get(requestNo)
    if (earlier) {
      if (earlier.amount !== amount) throw new AlipayNo('ACQ.DISCORDANT_REPEAT_REQUEST')
      return false
    }
    if (trade.status !== 'TRADE_SUCCESS') throw new AlipayNo(trade.status === 'TRADE_FINISHED' ? 'ACQ.TRADE_HAS_FINISHED' : 'ACQ.TRADE_STATUS_ERROR')
    if (fen(amount) < 1 || fen(amount) + this.#sentBack(trade) > fen(trade.total_amount)) throw new AlipayNo('ACQ.REFUND_AMT_NOT_EQUAL_TOTAL')
    trade.refunds.set(requestNo, { amount, at: this.now() })
    if (this.#sentBack(trade) === fen(trade.total_amount)) trade.status = 'TRADE_CLOSED'
    if (this.isBankSlow) this.#unsettled.add(requestNo)
    this.tell(trade, requestNo)
    return !this.isBankSlow
  }

  settleRefunds(): void {
    this.#unsettled.clear()
  }

  isSettled(requestNo: string): boolean {
    return !this.#unsettled.has(requestNo)
  }

  #sentBack(trade: FakeTrade): number {
    return [...trade.refunds.values()].reduce((sum, refund) => sum + fen(refund.amount), 0)
  }

  /** The form of a notice, unsigned. Nobody is told of a trade that was never paid at all unless it was closed. */
  tell(trade: FakeTrade, requestNo?: string): Record<string, string> {
    const form: Record<string, string> = {
      app_id: this.appId, auth_app_id: this.appId, seller_id: this.sellerId, notify_id: `${this.now().slice(0, 10).replaceAll('-', '')}${digits(24)}`, notify_type: 'trade_status_sync',
      notify_time: this.now(), charset: 'utf-8', version: '1.0', trade_no: trade.trade_no, out_trade_no: trade.out_trade_no, trade_status: trade.status, total_amount: trade.total_amount,
      buyer_id: trade.buyer_id, subject: trade.subject,
      ...trade.gmt_payment && { gmt_payment: trade.gmt_payment, receipt_amount: trade.total_amount, buyer_pay_amount: trade.total_amount },
      ...requestNo && { out_biz_no: requestNo, refund_fee: yuan(this.#sentBack(trade)), gmt_refund: `${trade.refunds.get(requestNo)!.at}.123` }
    }
    const notice = { to: trade.notifyUrl, form }
    this.notices.push(notice)
    this.onNotice(notice)
    return form
  }
}
