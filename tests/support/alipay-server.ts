import { createSign, createVerify, generateKeyPairSync } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { AlipayAccount, AlipayNo, type FakeOffer } from './alipay-account.ts'
import { alipayPage } from './alipay-page.ts'
import { Faults, bodyOf } from './provider-faults.ts'

export interface AlipayServer {
  url: string
  gatewayUrl: string
  /** What a house needs to pay by it. */
  env: Record<string, string>
  keys: { privateKey: string, alipayPublicKey: string }
  account: AlipayAccount
  faults: Faults
  /** What happens when somebody follows the address of a page. @returns our number of the trade */
  open(pageUrl: string): string
  /** Signs the form of a notice as Alipay does. @returns the body to post */
  sign(form: Record<string, string>): string
  /** Sends a notice to a house. @returns what the house answered */
  deliver(form: Record<string, string>, noticeUrl: string): Promise<{ status: number, body: string }>
  /** Sends everything that happens from now on, at once, to the address that each trade named. */
  deliverAll(isOn: boolean): void
  stop(): Promise<void>
}

const pair = () => generateKeyPairSync('rsa', { modulusLength: 2048, publicKeyEncoding: { type: 'spki', format: 'pem' }, privateKeyEncoding: { type: 'pkcs8', format: 'pem' } })
/** What is signed: all fields but the signature, sorted, those without a value left out. */
const signed = (fields: Record<string, string>) => Object.keys(fields).sort().filter(key => fields[key] !== '').map(key => `${key}=${fields[key]}`).join('&')

/**
 * A stand-in for Alipay's gateway that the official library talks to: signed questions and answers, pages, codes, refunds, notices.
 * Payers act by `account`, troubles by `faults`.
 */
export async function startAlipayServer(options: { port?: number } = {}): Promise<AlipayServer> {
  const account = new AlipayAccount('2021000000000001', '2088000000000000')
  const faults = new Faults()
  const app = pair()
  const own = pair()
  const signText = (text: string) => createSign('RSA-SHA256').update(text, 'utf8').sign(own.privateKey, 'base64')
  let url = ''

  const isFromApp = ({ sign, ...fields }: Record<string, string>) =>
    fields.app_id === account.appId && fields.sign_type === 'RSA2' && createVerify('RSA-SHA256').update(signed(fields), 'utf8').verify(app.publicKey, sign ?? '', 'base64')

  function offerOf(fields: Record<string, string>): FakeOffer {
    return { ...JSON.parse(fields.biz_content!) as FakeOffer, notifyUrl: fields.notify_url ?? '', returnUrl: fields.return_url ?? '' }
  }

  function open(pageUrl: string): string {
    const { pathname, searchParams } = new URL(pageUrl)
    if (pathname.startsWith('/qr/')) return pathname.slice(4)
    const fields = Object.fromEntries(searchParams)
    if (!isFromApp(fields)) throw new AlipayNo('isv.invalid-signature')
    return account.offer(offerOf(fields)).out_trade_no
  }

  function answer(method: string, fields: Record<string, string>): Record<string, unknown> {
    const words = JSON.parse(fields.biz_content!) as Record<string, string>
    switch (method) {
      case 'alipay.trade.precreate': {
        if (!account.mayFaceToFace) throw new AlipayNo('ACQ.ACCESS_FORBIDDEN')
        const { out_trade_no: number } = account.offer(offerOf(fields))
        return { out_trade_no: number, qr_code: `${url}/qr/${number}` }
      }
      case 'alipay.trade.query': {
        const { trade_no, out_trade_no, status, total_amount, buyer_id, gmt_payment } = account.trade(words)
        return { trade_no, out_trade_no, trade_status: status, total_amount, buyer_user_id: buyer_id, ...gmt_payment && { send_pay_date: gmt_payment } }
      }
      case 'alipay.trade.close': {
        const { trade_no, out_trade_no } = account.close(words)
        return { trade_no, out_trade_no }
      }
      case 'alipay.trade.cancel':
        return { out_trade_no: words.out_trade_no, retry_flag: 'N', ...account.revoke(words) }
      case 'alipay.trade.refund': {
        const trade = account.trade(words)
        return { trade_no: trade.trade_no, out_trade_no: trade.out_trade_no, fund_change: account.refund(trade, words.refund_amount!, words.out_request_no!) ? 'Y' : 'N', refund_fee: words.refund_amount }
      }
      case 'alipay.trade.fastpay.refund.query': {
        const trade = account.trade(words)
        const refund = trade.refunds.get(words.out_request_no!)
        return { trade_no: trade.trade_no, out_trade_no: trade.out_trade_no, out_request_no: words.out_request_no, ...refund && account.isSettled(words.out_request_no!) && { refund_status: 'REFUND_SUCCESS', refund_amount: refund.amount } }
      }
      default: throw new AlipayNo('isv.invalid-method')
    }
  }

  function reply(fields: Record<string, string>): string {
    const method = fields.method ?? ''
    const content = () => {
      if (!isFromApp(fields)) return { code: '40002', msg: 'Invalid Arguments', sub_code: 'isv.invalid-signature' }
      // An hour is more than clocks differ: it is another zone.
      if (Math.abs(Date.parse(`${fields.timestamp!.replace(' ', 'T')}+08:00`) - Date.now()) > 3_600_000) return { code: '40002', msg: 'Invalid Arguments', sub_code: 'isv.invalid-timestamp' }
      try {
        return { code: '10000', msg: 'Success', ...answer(method, fields) }
      } catch (no) {
        if (!(no instanceof AlipayNo)) throw no
        return { code: no.subCode.startsWith('ACQ.') ? '40004' : '40002', msg: 'Business Failed', sub_code: no.subCode }
      }
    }
    const text = JSON.stringify(content())
    return `{"${method.replaceAll('.', '_')}_response":${text},"sign":"${signText(text)}"}`
  }

  const server = createServer(async (req, res) => {
    const at = new URL(req.url!, url)
    const body = await bodyOf(req)
    const isPage = at.pathname !== '/gateway.do' || req.method === 'GET'
    if (isPage) return alipayPage({ account, open, url }, req.method!, at.href, body, res)
    const fields = { ...Object.fromEntries(at.searchParams), ...Object.fromEntries(new URLSearchParams(body)) }
    await faults.serve(fields.method ?? '', req, res, () => void res.writeHead(200, { 'content-type': 'application/json;charset=utf-8' }).end(reply(fields)))
  })

  const sign = (form: Record<string, string>) => new URLSearchParams({ ...form, sign_type: 'RSA2', sign: signText(signed(form)) }).toString()
  const deliver = async (form: Record<string, string>, noticeUrl: string) => {
    const heard = await fetch(noticeUrl, { method: 'POST', body: sign(form), headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' } })
    return { status: heard.status, body: await heard.text() }
  }

  await new Promise<void>(resolve => server.listen(options.port ?? 0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const inOneLine = (pem: string) => pem.replaceAll(/-----[^-]+-----|\s/g, '')
  return {
    url, gatewayUrl: `${url}/gateway.do`, account, faults, open, sign, deliver, keys: { privateKey: app.privateKey, alipayPublicKey: own.publicKey },
    env: {
      FOYER_ALIPAY_APP_ID: account.appId, FOYER_ALIPAY_SELLER_ID: account.sellerId, FOYER_ALIPAY_GATEWAY_URL: `${url}/gateway.do`,
      FOYER_ALIPAY_PRIVATE_KEY: inOneLine(app.privateKey), FOYER_ALIPAY_PUBLIC_KEY: inOneLine(own.publicKey)
    },
    deliverAll(isOn) { account.onNotice = notice => isOn && void deliver(notice.form, notice.to).catch(() => {}) },
    stop: () => new Promise((resolve) => {
      server.closeAllConnections()
      server.close(() => resolve())
    })
  }
}
