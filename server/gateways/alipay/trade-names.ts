/** Alipay allows letters, digits and underscores in our number of a trade: the payment's id without its hyphens. */
export const tradeNumber = (paymentId: string) => paymentId.replaceAll('-', '')

/** The payment of a trade; null where the trade is not from this house. */
export function paymentOf(outTradeNo: string | undefined): string | null {
  const parts = outTradeNo ? /^([\da-f]{8})([\da-f]{4})([\da-f]{4})([\da-f]{4})([\da-f]{12})$/.exec(outTradeNo) : null
  return parts ? parts.slice(1).join('-') : null
}

/** Our number of a refund: its id, and behind an underscore which try it is. */
export const requestNumber = (refundId: string) => refundId.replaceAll(':', '_')

/** The refund of a number; null where it is not from this house. */
export function refundOf(outRequestNo: string | undefined): string | null {
  return outRequestNo && /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}(_\d+)?$/.test(outRequestNo) ? outRequestNo.replace('_', ':') : null
}

/** Refunds have no number of Alipay's own: the trade and our number of the refund name one. */
export const refundNumber = (tradeNo: string, outRequestNo: string) => `${tradeNo}/${outRequestNo}`

/** An instant as Alipay writes it: by the clock of Shanghai, which has known no summer time since 1991. `2026-11-26 19:30:00`. */
export const shanghaiTime = (at: Date) => new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ')
