import { createHmac } from 'node:crypto'
import type { PaymentStanding } from '#server/domain/payments/payment-gateway.ts'
import { fen } from './money.ts'

/** How a trade is told, in a notice and in an answer. */
export interface TradeLike { trade_no?: string, trade_status?: string, total_amount?: string, buyer_id?: string, buyer_user_id?: string, buyer_open_id?: string }

/**
 * How a trade stands. One that is closed holds no money, whether it was never paid or all of it went back.
 * Throws where Alipay says that it was paid, but not how much.
 */
export function tradeStanding(trade: TradeLike, secret: string): PaymentStanding {
  if (trade.trade_status === 'TRADE_CLOSED') return { state: 'cancelled' }
  // FINISHED: paid, and too old to be refunded.
  if (trade.trade_status !== 'TRADE_SUCCESS' && trade.trade_status !== 'TRADE_FINISHED') return { state: 'open' }
  const amountMinor = fen(trade.total_amount)
  if (amountMinor === null || !trade.trade_no) throw new Error('a paid trade of Alipay without amount or number')
  const buyer = trade.buyer_open_id ?? trade.buyer_user_id ?? trade.buyer_id
  return { state: 'captured', transactionId: trade.trade_no, amountMinor, currency: 'CNY', ...buyer && { instrument: instrumentOf(buyer, secret) } }
}

/** Alipay's number of a person is the same at every shop: what is kept here cannot be compared with what others keep. */
function instrumentOf(buyer: string, secret: string): string {
  return createHmac('sha256', secret).update(`alipay buyer ${buyer}`).digest('base64url')
}
