import { newId } from '#shared/ids/id.ts'
import type { HoldReply } from '#shared/api/holds.ts'
import type { CreatedOrderReply, OrderReply, PayReply } from '#shared/api/orders.ts'
import { until } from './until.ts'

export interface HttpAnswer<T = Record<string, unknown>> { status: number, headers: Headers, body: T, text: string }

/** Somebody with a browser of his own: a cookie jar and the habit of sending Idempotency-Keys. */
export class HttpPerson {
  #url: string
  readonly #cookies = new Map<string, string>()
  /** Where this person's tickets go when he buys as a guest. */
  readonly email = `guest-${newId()}@example.org`

  constructor(url: string) {
    this.#url = url
  }

  /** His next requests reach another process of the house. */
  goTo(url: string): this {
    this.#url = url
    return this
  }

  async send<T = Record<string, unknown>>(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<HttpAnswer<T>> {
    const answer = await fetch(this.#url + path, {
      method,
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(this.#cookies.size > 0 ? { cookie: [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ') } : {}),
        ...headers
      },
      body: body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body),
      redirect: 'manual',
      signal: AbortSignal.timeout(20_000)
    })
    for (const cookie of answer.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(cookie)!
      if (value === '') this.#cookies.delete(name!)
      else this.#cookies.set(name!, value!)
    }
    const text = await answer.text()
    return { status: answer.status, headers: answer.headers, text, body: (text.startsWith('{') || text.startsWith('[') ? JSON.parse(text) : {}) as T }
  }

  /** Signs up with the code from the mailbox of the house (a demo, or FOYER_MAIL=mailbox), and is logged in. */
  async register(): Promise<{ email: string, password: string }> {
    const email = `person-${newId()}@example.org`
    const password = 'seven green lamps 7'
    const asked = await this.send<{ challengeId: string }>('POST', '/api/auth/register', { email, password, displayName: 'Person' })
    if (asked.status !== 202) throw new Error(`registering failed: ${asked.text}`)
    const confirmed = await this.send('POST', '/api/auth/register/confirm', { challengeId: asked.body.challengeId, code: await this.codeSentTo(email) })
    if (confirmed.status !== 200) throw new Error(`confirming failed: ${confirmed.text}`)
    return { email, password }
  }

  /** The code in the latest message to an address, as soon as it is there. */
  async codeSentTo(address: string): Promise<string> {
    let latest: string | undefined
    await until(`a message to ${address}`, async () => {
      const { body } = await this.send<{ messages: { id: string }[] }>('GET', `/api/mailbox?address=${encodeURIComponent(address)}`)
      latest = body.messages?.[0]?.id
      return latest !== undefined
    })
    const { body } = await this.send<{ text: string }>('GET', `/api/mailbox/${latest}`)
    const code = /\b\d{6}\b/.exec(body.text)?.[0]
    if (!code) throw new Error(`no code in: ${body.text}`)
    return code
  }

  hold(sessionId: string, ...seatIds: string[]): Promise<HttpAnswer<HoldReply>> {
    return this.send<HoldReply>('POST', `/api/sessions/${sessionId}/holds`, { seats: seatIds.map(seatId => ({ seatId })) })
  }

  order(sessionId: string, holdToken: string, headers: Record<string, string> = {}): Promise<HttpAnswer<CreatedOrderReply>> {
    return this.send<CreatedOrderReply>('POST', '/api/orders/create', { sessionId, holdToken, contact: { name: 'Guest', email: this.email } }, headers)
  }

  /** Pays on the sandbox page and comes back from it: only what the house itself says then is believed. @returns the last answer */
  async pay(order: CreatedOrderReply): Promise<HttpAnswer> {
    const started = await this.send<PayReply>('POST', `/api/orders/pay/${order.id}`, { method: 'sandbox' }, { 'x-order-secret': order.guestSecret ?? '' })
    if (started.status !== 200) return started as unknown as HttpAnswer
    const paid = await this.send('POST', `/api/payments/sandbox/${started.body.paymentId}`, { outcome: 'pay' })
    if (paid.status !== 200) return paid
    const back = await this.send<OrderReply>('PUT', `/api/orders/${order.id}/payment`, {}, { 'x-order-secret': order.guestSecret ?? '' })
    return back.status === 200 && back.body.state !== 'paid' ? { ...back, status: 409, body: { ...back.body, code: 'not-paid-yet' } } : back
  }
}
