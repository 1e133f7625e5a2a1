import type { ServerResponse } from 'node:http'
import type { StripeAccount } from './stripe-account.ts'

/** The hosted page of the stand-in for Stripe: pay, be declined, or go back. */
export function stripePage(account: StripeAccount, method: string, id: string, body: string, res: ServerResponse): void {
  const session = account.session(id)
  const back = (to: string) => void res.writeHead(303, { location: to }).end()
  if (method === 'GET') {
    return void res.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(`<!doctype html><html lang="${session.locale ?? 'en'}"><meta charset="utf-8"><title>Stripe Checkout</title>
<h1>${session.title.replaceAll('<', '&lt;')}</h1><p>${session.amount_total} ${session.currency}: ${session.status}</p>
<form method="post"><button name="do" value="pay">Pay</button> <button name="do" value="decline">Use a card that is declined</button></form><a href="${session.cancel_url}">Back</a></html>`)
  }
  if (session.status !== 'open') return back(session.cancel_url)
  if (new URLSearchParams(body).get('do') === 'pay') {
    account.pay(id)
    return back(session.success_url)
  }
  account.decline(id)
  back(`/pay/${id}`)
}
