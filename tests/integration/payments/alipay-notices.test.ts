import { existsSync, readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { alipayGateway } from '#server/gateways/alipay/alipay-gateway.ts'
import { publicKeyPem } from '#server/gateways/alipay/keys.ts'
import { newId } from '#shared/ids/id.ts'
import { type AlipayServer, startAlipayServer } from '#tests/support/alipay-server.ts'
import { begun, inTime, paymentRequest } from './payment-request.ts'

let alipay: AlipayServer
let gateway: ReturnType<typeof alipayGateway>

beforeAll(async () => {
  alipay = await startAlipayServer()
  gateway = alipayGateway({ ...alipay.keys, appId: alipay.account.appId, sellerId: alipay.account.sellerId, gatewayUrl: alipay.gatewayUrl, desk: 'page' })
})
afterAll(() => alipay.stop())

const read = (body: string, by = gateway) => by.readNotice({ body: Buffer.from(body), header: () => undefined, nowMs: Date.now() })

async function paid(received?: string) {
  const request = paymentRequest()
  const { redirectUrl, providerRef } = await gateway.start(request)
  const trade = alipay.account.pay(alipay.open(redirectUrl), { received })
  return { request, trade, form: alipay.account.notices.at(-1)!.form, payment: { ...begun(request, providerRef), transactionId: trade.trade_no } }
}

describe('P-05: a notice of Alipay', () => {
  it('tells what was paid, by whom nobody learns, and wants to hear success', async () => {
    const { request, trade, form } = await paid()
    expect(await read(alipay.sign(form))).toEqual({
      eventId: form.notify_id, type: 'trade_status_sync TRADE_SUCCESS',
      fact: { kind: 'payment', paymentId: request.paymentId, providerRef: trade.out_trade_no, standing: { state: 'captured', transactionId: trade.trade_no, amountMinor: 38_050, currency: 'CNY', instrument: expect.not.stringContaining('2088') } }
    })
    expect(gateway.noticeReply).toEqual({ contentType: 'text/plain', body: 'success' })
  })

  it('one fen more is what came: one fen more', async () => {
    const { form } = await paid('380.51')
    expect(await read(alipay.sign(form))).toMatchObject({ fact: { standing: { state: 'captured', amountMinor: 38_051 } } })
  })

  const tampered: [string, string, (form: Record<string, string>) => string][] = [
    ['no signature', 'signature', form => new URLSearchParams(form).toString()],
    ['one fen more after it was signed', 'signature', form => alipay.sign(form).replace('total_amount=380.50', 'total_amount=380.51')],
    ['the old way to sign', 'signature', form => alipay.sign(form).replace('sign_type=RSA2', 'sign_type=RSA')],
    ['an unknown way to sign', 'signature', form => alipay.sign(form).replace('sign_type=RSA2', 'sign_type=MD5')],
    ['another app', 'account', form => alipay.sign({ ...form, app_id: '2021000000000002' })],
    ['another seller', 'account', form => alipay.sign({ ...form, seller_id: '2088000000000009' })],
    ['no id', 'malformed', ({ notify_id: _, ...form }) => alipay.sign(form)],
    ['an amount that is none', 'malformed', form => alipay.sign({ ...form, total_amount: '380.5e2' })],
    ['a field twice', 'malformed', form => `${alipay.sign(form)}&app_id=x`],
    ['nothing', 'signature', () => '']
  ]
  it.each(tampered)('with %s is refused for its %s', async (_what, why, change) => {
    const { form } = await paid()
    await expect(read(change(form))).rejects.toMatchObject({ code: 'notice-refused', data: { why } })
  })

  it('by another key is refused', async () => {
    const other = await startAlipayServer()
    try {
      const { form } = await paid()
      await expect(read(other.sign(form))).rejects.toMatchObject({ data: { why: 'signature' } })
    } finally {
      await other.stop()
    }
  })

  it('of a trade that waits leaves it open; of one that was closed unpaid cancels it', async () => {
    const request = paymentRequest()
    const { redirectUrl } = await gateway.start(request)
    const trade = alipay.account.begin(alipay.open(redirectUrl))
    expect(await read(alipay.sign(alipay.account.tell(trade)))).toMatchObject({ fact: { paymentId: request.paymentId, standing: { state: 'open' } } })
    alipay.account.close(trade)
    expect(await read(alipay.sign(alipay.account.notices.at(-1)!.form))).toMatchObject({ fact: { paymentId: request.paymentId, standing: { state: 'cancelled' } } })
  })

  it('closed after it was paid says nothing of the payment: refunds tell of the money', async () => {
    const { form } = await paid()
    expect((await read(alipay.sign({ ...form, trade_status: 'TRADE_CLOSED' }))).fact).toBeNull()
  })

  it('finished is captured still', async () => {
    const { trade } = await paid()
    alipay.account.finish(trade.out_trade_no)
    expect(await read(alipay.sign(alipay.account.notices.at(-1)!.form))).toMatchObject({ fact: { standing: { state: 'captured' } } })
  })

  it('of each refund tells how much went back by it, though Alipay tells the sum', async () => {
    const { payment, trade } = await paid()
    // The second time it is the second try of a refund.
    for (const [refundId, amountMinor] of [[newId(), 10_000], [`${newId()}:1`, 28_050]] as const) {
      const { transactionId } = await gateway.refund({ refundId, payment, amountMinor, currency: 'CNY', signal: inTime() })
      const { form } = alipay.account.notices.at(-1)!
      expect((await read(alipay.sign(form))).fact).toEqual({ kind: 'refund', transactionId: trade.trade_no, providerRefundId: transactionId, refundId, state: 'done', amountMinor, currency: 'CNY' })
    }
    expect(alipay.account.notices.at(-1)!.form).toMatchObject({ trade_status: 'TRADE_CLOSED', refund_fee: '380.50' })
  })

  it('of a refund at the seller\'s own desk has no id of the house', async () => {
    const { trade } = await paid()
    alipay.account.refund(trade, '1.00', '20261126000001')
    expect((await read(alipay.sign(alipay.account.notices.at(-1)!.form))).fact).toMatchObject({ kind: 'refund', refundId: null, amountMinor: 100 })
  })

  it('of another shop of the same app names no payment of the house', async () => {
    const { form } = await paid()
    expect(await read(alipay.sign({ ...form, out_trade_no: '20190815155618536-564-57' }))).toMatchObject({ fact: { paymentId: null, providerRef: '20190815155618536-564-57' } })
    expect(await read(alipay.sign({ ...form, notify_type: 'servicemarket_order_notify' }))).toMatchObject({ fact: null })
  })
})

/** Notices that Alipay sent. They lie beside the project, not in it. */
const FOLDER = new URL('../../../../shared/data/payments/alipay/', import.meta.url)
const isThere = existsSync(FOLDER)
if (!isThere) console.log('the recorded notices of Alipay are not here: skipped')

describe.skipIf(!isThere)('notices that Alipay really sent', () => {
  const file = (name: string) => readFileSync(new URL(name, FOLDER), 'utf8')
  const house = (appId: string, sellerId: string) => alipayGateway({
    appId, sellerId, privateKey: alipay.keys.privateKey, alipayPublicKey: publicKeyPem(file('alipay-public-key.pem'))!, gatewayUrl: 'http://127.0.0.1:1/gateway.do', desk: 'page'
  })
  const real = () => house('2019073166072302', '2088531891668739')

  it('the one that is right is read', async () => {
    expect(await read(file('notify_trade_success_valid-signature.form.txt').trim(), real())).toMatchObject({
      eventId: '2019081500222155624068450559358070',
      fact: { kind: 'payment', paymentId: null, providerRef: '20190815155618536-564-57', standing: { state: 'captured', transactionId: '2019081522001468450512505578', amountMinor: 10, currency: 'CNY' } }
    })
  })

  it('the one that is right is refused by a house with another app or account', async () => {
    const body = file('notify_trade_success_valid-signature.form.txt').trim()
    await expect(read(body, house('2019073166072303', '2088531891668739'))).rejects.toMatchObject({ data: { why: 'account' } })
    await expect(read(body, house('2019073166072302', '2088531891668730'))).rejects.toMatchObject({ data: { why: 'account' } })
  })

  it('the one that is wrong is refused', async () => {
    const wrong = JSON.parse(file('notify_trade_success_invalid-signature.json')) as Record<string, unknown>
    const body = new URLSearchParams(Object.entries(wrong).map(([key, value]) => [key, typeof value === 'string' ? value : JSON.stringify(value)])).toString()
    await expect(read(body, house('2018121762595097', '2088331578818800'))).rejects.toMatchObject({ code: 'notice-refused', data: { why: 'signature' } })
  })
})
