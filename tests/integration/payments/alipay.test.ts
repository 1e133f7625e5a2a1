import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type PaymentGateway, type PaymentRequest, ProviderRefusal } from '#server/domain/payments/payment-gateway.ts'
import { alipayGateway } from '#server/gateways/alipay/alipay-gateway.ts'
import { newId } from '#shared/ids/id.ts'
import { type AlipayServer, startAlipayServer } from '#tests/support/alipay-server.ts'
import { begun, inTime, paymentRequest } from './payment-request.ts'

let alipay: AlipayServer
let gateway: PaymentGateway
let codes: PaymentGateway

beforeAll(async () => {
  alipay = await startAlipayServer()
  const settings = { ...alipay.keys, appId: alipay.account.appId, sellerId: alipay.account.sellerId, gatewayUrl: alipay.gatewayUrl }
  gateway = alipayGateway({ ...settings, desk: 'page' })
  codes = alipayGateway({ ...settings, desk: 'qr' })
})
afterEach(() => {
  alipay.faults.clear()
  Object.assign(alipay.account, { mayFaceToFace: true, isBankSlow: false, aheadMs: 0 })
})
afterAll(() => alipay.stop())

/** Begun, and the payer stands before Alipay's page. */
async function opened(change: Partial<PaymentRequest> = {}) {
  const request = paymentRequest(change)
  const started = await gateway.start(request)
  return { request, number: alipay.open(started.redirectUrl), payment: begun(request, started.providerRef) }
}

async function paid() {
  const { number, payment } = await opened()
  return { ...payment, transactionId: alipay.account.pay(number).trade_no }
}

describe('a payment by Alipay', () => {
  it('begins at a desk with Alipay\'s page, on a phone with its app, signed by the house', async () => {
    const request = paymentRequest({ title: 'A/B = C & D 室内乐', amountMinor: 38_050 })
    const desk = await gateway.start(request)
    const number = alipay.open(desk.redirectUrl)
    expect(number).toBe(request.paymentId.replaceAll('-', ''))
    expect(alipay.account.offers.get(number)).toMatchObject({
      total_amount: '380.50', product_code: 'FAST_INSTANT_TRADE_PAY', subject: 'A B   C   D 室内乐 FY-7K3M-QX9D', notifyUrl: request.noticeUrl, returnUrl: request.returnUrl
    })
    const phone = await gateway.start(paymentRequest({ isPhone: true }))
    expect(alipay.account.offers.get(alipay.open(phone.redirectUrl))).toMatchObject({ product_code: 'QUICK_WAP_WAY' })
    expect([desk.qrText, phone.qrText]).toEqual([null, null])
  })

  it('ends when the places are no longer kept, by the clock of Shanghai', async () => {
    const expiresAt = new Date('2036-12-31T20:15:30.400Z')
    const { number } = await opened({ expiresAt })
    expect(alipay.account.offers.get(number)!.time_expire).toBe('2037-01-01 04:15:31')
    expect((await gateway.start(paymentRequest({ expiresAt }))).until).toEqual(new Date('2036-12-31T20:15:31Z'))
  })

  it('whose end is too near for Alipay ends a little later, and says so', async () => {
    const { until } = await gateway.start(paymentRequest({ expiresAt: new Date(Date.now() + 5_000) }))
    expect(until!.getTime() - Date.now()).toBeGreaterThan(60_000)
  })

  it('shows a code at a desk where the house chose codes; its link is the same trade', async () => {
    const request = paymentRequest()
    const started = await codes.start(request)
    expect(started.qrText).toMatch(/\/qr\/[\da-f]{32}$/)
    expect(started.redirectUrl).toBe(started.qrText)
    const trade = alipay.account.pay(alipay.open(started.qrText!))
    expect(trade).toMatchObject({ product_code: 'QR_CODE_OFFLINE', notifyUrl: request.noticeUrl })
    expect(await codes.lookUp(begun(request, started.providerRef), inTime())).toMatchObject({ state: 'captured', transactionId: trade.trade_no })
    expect((await codes.start(paymentRequest({ isPhone: true }))).qrText).toBeNull()
  })

  it('begun twice is one trade', async () => {
    const request = paymentRequest()
    const [first, second] = await Promise.all([gateway.start(request), gateway.start(request)])
    expect(first.providerRef).toBe(second.providerRef)
    alipay.account.pay(alipay.open(first.redirectUrl))
    expect(() => alipay.open(second.redirectUrl)).toThrow('ACQ.TRADE_HAS_SUCCESS')
  })

  it('stands as it is: not begun, waiting, captured', async () => {
    const { number, payment } = await opened()
    expect(await gateway.lookUp(payment, inTime())).toEqual({ state: 'open' })
    alipay.account.begin(number)
    expect(await gateway.lookUp(payment, inTime())).toEqual({ state: 'open' })
    const trade = alipay.account.pay(number)
    expect(await gateway.lookUp(payment, inTime())).toEqual({ state: 'captured', transactionId: trade.trade_no, amountMinor: 38_050, currency: 'CNY', instrument: expect.any(String) })
    alipay.account.finish(number)
    expect(await gateway.lookUp(payment, inTime())).toMatchObject({ state: 'captured' })
  })

  it('knows the same payer again, and not who he is', async () => {
    const by = async (buyer: string) => {
      const { number, payment } = await opened()
      alipay.account.pay(number, { buyer })
      const standing = await gateway.lookUp(payment, inTime())
      return standing.state === 'captured' ? standing.instrument! : ''
    }
    const [first, again, other] = [await by('2088123412341234'), await by('2088123412341234'), await by('2088123412341235')]
    expect(first).toBe(again)
    expect(other).not.toBe(first)
    expect(first).not.toContain('2088')
  })

  it('is closed by Alipay itself when its time is over', async () => {
    const { number, payment } = await opened()
    alipay.account.begin(number)
    alipay.account.aheadMs = 16 * 60_000
    expect(await gateway.lookUp(payment, inTime())).toEqual({ state: 'cancelled' })
  })
})

describe('a payment by Alipay that is closed', () => {
  it('can be paid no more, whether somebody had begun it or not', async () => {
    for (const isBegun of [true, false]) {
      const { number, payment } = await opened()
      if (isBegun) alipay.account.begin(number)
      expect(await gateway.cancel(payment, inTime())).toEqual({ state: 'cancelled' })
      expect(() => alipay.account.pay(number)).toThrow(/ACQ/)
      expect(await gateway.cancel(payment, inTime())).toEqual({ state: 'cancelled' })
    }
  })

  it('stays open until its end where nobody has begun it and the account may not revoke', async () => {
    const { payment } = await opened()
    alipay.account.mayFaceToFace = false
    expect(await gateway.cancel(payment, inTime())).toEqual({ state: 'open' })
  })

  it('is captured where the payer was faster', async () => {
    const payment = await paid()
    expect(await gateway.cancel(payment, inTime())).toMatchObject({ state: 'captured', transactionId: payment.transactionId })
  })
})

describe('money that goes back by Alipay', () => {
  it('goes back in parts, each once, and never more than came', async () => {
    const payment = await paid()
    const back = (refundId: string, amountMinor: number) => gateway.refund({ refundId, payment, amountMinor, currency: 'CNY', signal: inTime() })
    const [first, second] = [newId(), newId()]
    const answers = await Promise.all([back(first, 10_000), back(first, 10_000), back(second, 28_050)])
    expect(answers[0]).toEqual(answers[1])
    expect(answers[2]).toEqual({ transactionId: `${payment.transactionId}/${second}` })
    const trade = alipay.account.trade({ trade_no: payment.transactionId })
    expect([...trade.refunds.values()].map(r => r.amount).sort()).toEqual(['100.00', '280.50'])
    await expect(back(newId(), 1)).rejects.toBeInstanceOf(ProviderRefusal)
    expect(await gateway.lookUp(payment, inTime())).toEqual({ state: 'cancelled' })
  })

  it('is on its way while the bank needs time: nothing is known yet', async () => {
    const payment = await paid()
    alipay.account.isBankSlow = true
    const back = (refundId: string) => gateway.refund({ refundId, payment, amountMinor: 100, currency: 'CNY', signal: inTime() })
    const refundId = newId()
    await expect(back(refundId)).rejects.not.toBeInstanceOf(ProviderRefusal)
    alipay.account.settleRefunds()
    expect(await back(refundId)).toEqual({ transactionId: `${payment.transactionId}/${refundId}` })
  })

  it('does not go back of a trade that is finished: that is a no', async () => {
    const payment = await paid()
    alipay.account.finish(payment.providerRef)
    await expect(gateway.refund({ refundId: newId(), payment, amountMinor: 100, currency: 'CNY', signal: inTime() })).rejects.toMatchObject({ name: 'ProviderRefusal', code: 'ACQ.TRADE_HAS_FINISHED' })
  })
})

describe('F-10: Alipay in trouble', () => {
  it('cut off after the money went back: it goes back once', async () => {
    const payment = await paid()
    const refundId = newId()
    // The library asks again by itself where a connection breaks.
    alipay.faults.next({ how: 'cut' }, /refund$/, 2)
    const back = () => gateway.refund({ refundId, payment, amountMinor: 10_000, currency: 'CNY', signal: inTime() })
    await expect(back()).rejects.not.toBeInstanceOf(ProviderRefusal)
    await back()
    expect(alipay.account.trade({ trade_no: payment.transactionId }).refunds.size).toBe(1)
  })

  it('answers nothing known, never a no, where it fails, breaks off or takes too long', async () => {
    const payment = await paid()
    for (const how of ['away', 'reset'] as const) {
      alipay.faults.next({ how }, /./, 2)
      await expect(gateway.lookUp(payment, inTime())).rejects.not.toBeInstanceOf(ProviderRefusal)
      alipay.faults.clear()
    }
    alipay.faults.next({ how: 'slow', ms: 3_000 })
    await expect(gateway.lookUp(payment, AbortSignal.timeout(100))).rejects.not.toBeInstanceOf(ProviderRefusal)
  })

  it('does not believe an answer that Alipay did not sign, nor that the house signed wrongly for good', async () => {
    const other = await startAlipayServer()
    try {
      const payment = await paid()
      const settings = { appId: alipay.account.appId, sellerId: alipay.account.sellerId, gatewayUrl: alipay.gatewayUrl, desk: 'page' as const }
      const deceived = alipayGateway({ ...settings, privateKey: alipay.keys.privateKey, alipayPublicKey: other.keys.alipayPublicKey })
      await expect(deceived.lookUp(payment, inTime())).rejects.toThrow('does not answer')
      const misconfigured = alipayGateway({ ...settings, privateKey: other.keys.privateKey, alipayPublicKey: alipay.keys.alipayPublicKey })
      await expect(misconfigured.lookUp(payment, inTime())).rejects.not.toBeInstanceOf(ProviderRefusal)
    } finally {
      await other.stop()
    }
  })
})

describe('P-14: amounts', () => {
  it.each([[1, '0.01'], [10, '0.10'], [30, '0.30'], [100, '1.00'], [38_050, '380.50'], [99_999_999_9, '9999999.99']])('%d fen is %s', async (amountMinor, text) => {
    const { number } = await opened({ amountMinor })
    expect(alipay.account.offers.get(number)!.total_amount).toBe(text)
  })

  it.each([[0], [-1], [0.5], [Number.NaN], [Number.POSITIVE_INFINITY], [10_000_000_001]])('%d fen is refused', async (amountMinor) => {
    await expect(gateway.start(paymentRequest({ amountMinor }))).rejects.toBeInstanceOf(ProviderRefusal)
  })

  it('takes CNY only', async () => {
    expect([gateway.takes('CNY'), gateway.takes('USD'), gateway.takes('PTS')]).toEqual([true, false, false])
    await expect(gateway.start(paymentRequest({ currency: 'USD' }))).rejects.toMatchObject({ code: 'currency-not-taken' })
  })
})
