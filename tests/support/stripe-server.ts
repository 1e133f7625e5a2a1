import { type Server, createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import Stripe from 'stripe'
import { Faults, bodyOf } from './provider-faults.ts'
import { type FakeEvent, StripeAccount, StripeNo, unexpanded } from './stripe-account.ts'
import { stripePage } from './stripe-page.ts'

export interface SignedNotice { body: string, headers: Record<string, string> }

export interface StripeServer {
  url: string
  secretKey: string
  webhookSecret: string
  /** What a house needs to pay by it. */
  env: Record<string, string>
  account: StripeAccount
  faults: Faults
  /** Signs an event as Stripe does. `at` in s since 1970. */
  sign(event: unknown, options?: { at?: number, secret?: string }): SignedNotice
  /** Sends an event to a house, as Stripe does. @returns the status that the house answered */
  deliver(event: FakeEvent, noticeUrl: string): Promise<number>
  /** Sends everything that happens from now on, at once; null: nothing. */
  deliverTo(noticeUrl: string | null): void
  stop(): Promise<void>
}

/**
 * A stand-in for Stripe's API that the official library talks to: hosted sessions with a page of their own, refunds, idempotency keys,
 * signed events. Its payers act by `account`, its troubles by `faults`.
 */
export async function startStripeServer(options: { port?: number, isLive?: boolean, webhookSecret?: string } = {}): Promise<StripeServer> {
  const account = new StripeAccount(options.isLive ?? false)
  const faults = new Faults()
  const secretKey = `sk_${options.isLive ? 'live' : 'test'}_of_a_stand_in`
  const webhookSecret = options.webhookSecret ?? 'whsec_of_a_stand_in'
  const replies = new Map<string, { words: string, answer: Promise<{ status: number, body: string }> }>()
  let url = ''

  /** Like Stripe: the same key and words give the first answer again, whatever it was; the same key with other words is an error. */
  async function once(key: string | undefined, words: string, work: () => unknown): Promise<{ status: number, body: string }> {
    const answer = async () => {
      try {
        return { status: 200, body: JSON.stringify(work()) }
      } catch (no) {
        if (!(no instanceof StripeNo)) throw no
        return { status: no.status, body: JSON.stringify(no.body) }
      }
    }
    if (!key) return await answer()
    const known = replies.get(key)
    if (known && known.words !== words) return { status: 400, body: '{"error":{"type":"idempotency_error","message":"Keys for idempotent requests can only be used with the same parameters."}}' }
    const first = known?.answer ?? answer()
    replies.set(key, { words, answer: first })
    return await first
  }

  const server: Server = createServer(async (req, res) => {
    const { pathname, searchParams } = new URL(req.url!, url)
    const body = await bodyOf(req)
    if (pathname.startsWith('/pay/')) return stripePage(account, req.method!, pathname.slice(5), body, res)
    const words = Object.fromEntries(new URLSearchParams(body))
    const [, , collection, id, action] = pathname.replace('/checkout/', '/').split('/')
    await faults.serve(`${req.method} ${pathname}`, req, res, async () => {
      const answer = req.headers.authorization !== `Bearer ${secretKey}`
        ? { status: 401, body: '{"error":{"type":"invalid_request_error","message":"Invalid API Key provided"}}' }
        : await once(req.headers['idempotency-key'] as string | undefined, `${pathname} ${body}`, () => handle(`${req.method} ${collection}`, id, action, words, searchParams))
      res.writeHead(answer.status, { 'content-type': 'application/json', 'request-id': 'req_1' }).end(answer.body)
    })
  })

  function handle(what: string, id: string | undefined, action: string | undefined, words: Record<string, string>, query: URLSearchParams): unknown {
    const expand = [...query].filter(([key]) => key.startsWith('expand')).map(([, path]) => path.replace(/^data\./, ''))
    if (what === 'POST sessions' && !id) return unexpanded(account.createSession(words, session => `${url}/pay/${session}`))
    if (what === 'POST sessions' && action === 'expire') return unexpanded(account.expire(id!))
    if (what === 'GET sessions' && id) return unexpanded(account.session(id), expand)
    if (what === 'GET sessions') return page([...account.sessions.values()].reverse().filter(s => s.created >= Number(query.get('created[gte]'))), query, expand)
    if (what === 'GET refunds') return page(account.refunds.filter(r => r.payment_intent === query.get('payment_intent')), query, expand)
    if (what === 'POST refunds') return account.refund(words.payment_intent!, words.amount ? Number(words.amount) : undefined, words['metadata[refundId]'] ? { refundId: words['metadata[refundId]'] } : {})
    throw new StripeNo(404, 'invalid_request_error', `Unrecognized request URL (${what})`)
  }

  const sign = (event: unknown, { at = account.nowSeconds(), secret = webhookSecret } = {}): SignedNotice => {
    const body = JSON.stringify(event)
    return { body, headers: { 'stripe-signature': Stripe.webhooks.generateTestHeaderString({ payload: body, secret, timestamp: at }) } }
  }
  const deliver = async (event: FakeEvent, noticeUrl: string) => {
    const { body, headers } = sign(event)
    const answer = await fetch(noticeUrl, { method: 'POST', body, headers: { 'content-type': 'application/json; charset=utf-8', ...headers } })
    await answer.body?.cancel()
    return answer.status
  }

  await new Promise<void>(resolve => server.listen(options.port ?? 0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    url, secretKey, webhookSecret, account, faults, sign, deliver,
    env: { FOYER_STRIPE_SECRET_KEY: secretKey, FOYER_STRIPE_WEBHOOK_SECRET: webhookSecret, FOYER_STRIPE_API_URL: url },
    deliverTo(noticeUrl) { account.onEvent = event => noticeUrl && void deliver(event, noticeUrl).catch(() => {}) },
    stop: () => new Promise((resolve) => {
      server.closeAllConnections()
      server.close(() => resolve())
    })
  }
}

function page(all: { id: string }[], query: URLSearchParams, expand: string[]) {
  const after = query.get('starting_after')
  const from = after ? all.findIndex(one => one.id === after) + 1 : 0
  const limit = Number(query.get('limit') ?? 10)
  return { object: 'list', url: '/v1', has_more: all.length > from + limit, data: all.slice(from, from + limit).map(one => unexpanded(one, expand)) }
}
