import type { ServerResponse } from 'node:http'
import { type AlipayAccount, AlipayNo } from './alipay-account.ts'

/** The page of the stand-in for Alipay, also behind its codes: log in and pay, or go back. */
export function alipayPage(house: { account: AlipayAccount, open(url: string): string, url: string }, method: string, href: string, body: string, res: ServerResponse): void {
  try {
    if (method === 'POST') {
      const trade = house.account.pay(new URLSearchParams(body).get('number')!)
      return void res.writeHead(303, { location: trade.returnUrl || `${house.url}/paid` }).end()
    }
    if (href.endsWith('/paid')) return void page(res, '<h1>付款成功</h1>')
    const number = house.open(href)
    const offer = house.account.offers.get(number) ?? house.account.begin(number)
    page(res, `<h1>${offer.subject.replaceAll('<', '&lt;')}</h1><p>¥${offer.total_amount}</p><form method="post" action="/cashier"><input type="hidden" name="number" value="${number}"><button>确认付款</button></form><a href="${offer.returnUrl}">返回商户</a>`)
  } catch (no) {
    if (!(no instanceof AlipayNo)) throw no
    res.statusCode = 400
    page(res, `<h1>${no.subCode}</h1>`)
  }
}

function page(res: ServerResponse, content: string): void {
  res.setHeader('content-type', 'text/html; charset=utf-8')
  res.end(`<!doctype html><html lang="zh"><meta charset="utf-8"><title>支付宝</title>${content}</html>`)
}
