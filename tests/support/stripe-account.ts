import { randomBytes } from 'node:crypto'

export interface FakeIntent {
  id: string, object: 'payment_intent', amount: number, amount_received: number, currency: string, status: string, metadata: Record<string, string>
  last_payment_error: { code: string, decline_code: string } | null
  latest_charge: FakeCharge | null, livemode: boolean
}
export interface FakeCharge { id: string, object: 'charge', payment_intent: string, amount: number, amount_refunded: number, payment_method_details: { type: 'card', card: { fingerprint: string } } }
export interface FakeSession {
  id: string, object: 'checkout.session', url: string | null, status: 'open' | 'complete' | 'expired', payment_status: 'unpaid' | 'paid', client_reference_id: string | null
  metadata: Record<string, string>, amount_total: number, currency: string, expires_at: number, created: number, success_url: string, cancel_url: string
  payment_intent: FakeIntent | null, locale: string | null, title: string, livemode: boolean
}
export interface FakeRefund {
  id: string, object: 'refund', amount: number, currency: string, status: string, charge: string, payment_intent: string, metadata: Record<string, string>, failure_reason?: string
}
export interface FakeEvent { id: string, object: 'event', type: string, created: number, livemode: boolean, data: { object: unknown }, account?: string }

/** What an API refuses, in Stripe's words. */
export class StripeNo extends Error {
  readonly status: number
  readonly body: { error: { type: string, code?: string, message: string } }

  constructor(status: number, type: string, message: string, code?: string) {
    super(message)
    this.status = status
    this.body = { error: { type, message, ...code && { code } } }
  }
}

const newId = (prefix: string) => `${prefix}_${randomBytes(12).toString('hex')}`

/** The books of one account at the stand-in for Stripe, and what its payers do. Everything that happens is told in `events`. */
export class StripeAccount {
  readonly isLive: boolean
  readonly sessions = new Map<string, FakeSession>()
  readonly refunds: FakeRefund[] = []
  readonly events: FakeEvent[] = []
  /** Hears every event as it happens. */
  onEvent: (event: FakeEvent) => void = () => {}
  /** How far its clock is ahead of ours, in ms. */
  aheadMs = 0

  constructor(isLive: boolean) {
    this.isLive = isLive
  }

  nowSeconds(): number {
    return Math.floor((Date.now() + this.aheadMs) / 1000)
  }

  createSession(words: Record<string, string>, pageUrl: (id: string) => string): FakeSession {
    const amount = Number(words['line_items[0][price_data][unit_amount]'])
    const currency = words['line_items[0][price_data][currency]'] ?? ''
    if (!Number.isInteger(amount) || amount < 1 || amount > 99_999_999) throw new StripeNo(400, 'invalid_request_error', 'The amount is not possible.', amount > 99_999_999 ? 'amount_too_large' : 'amount_too_small')
    if (!/^[a-z]{3}$/.test(currency)) throw new StripeNo(400, 'invalid_request_error', 'Invalid currency.')
    if (['bhd', 'jod', 'kwd', 'omr', 'tnd'].includes(currency) && amount % 10 !== 0) throw new StripeNo(400, 'invalid_request_error', 'The last digit must be 0.')
    const expiresAt = Number(words.expires_at ?? this.nowSeconds() + 24 * 3600)
    if (expiresAt < this.nowSeconds() + 30 * 60 || expiresAt > this.nowSeconds() + 24 * 3600) throw new StripeNo(400, 'invalid_request_error', 'expires_at must be between 30 minutes and 24 hours from now.')
    const id = newId('cs_test')
    const session: FakeSession = {
      id, object: 'checkout.session', url: pageUrl(id), status: 'open', payment_status: 'unpaid', client_reference_id: words.client_reference_id ?? null,
      metadata: within(words, 'metadata'), amount_total: amount, currency, expires_at: expiresAt, created: this.nowSeconds(), success_url: words.success_url ?? '', cancel_url: words.cancel_url ?? '',
      payment_intent: {
        id: newId('pi'), object: 'payment_intent', amount, amount_received: 0, currency, status: 'requires_payment_method', last_payment_error: null, latest_charge: null,
        metadata: within(words, 'payment_intent_data[metadata]'), livemode: this.isLive
      },
      locale: words.locale ?? null, title: words['line_items[0][price_data][product_data][name]'] ?? '', livemode: this.isLive
    }
    this.sessions.set(id, session)
    return session
  }

  /** A session as it is now: one whose time is over has ended. */
  session(id: string): FakeSession {
    const session = this.sessions.get(id)
    if (!session) throw new StripeNo(404, 'invalid_request_error', 'No such checkout.session', 'resource_missing')
    if (session.status === 'open' && session.expires_at <= this.nowSeconds()) this.#end(session)
    return session
  }

  expire(id: string): FakeSession {
    const session = this.session(id)
    if (session.status !== 'open') throw new StripeNo(400, 'invalid_request_error', 'Only Checkout Sessions with a status in ["open"] can be expired.')
    this.#end(session)
    return session
  }

  #end(session: FakeSession): void {
    session.status = 'expired'
    session.url = null
    session.payment_intent!.status = 'canceled'
    this.tell('payment_intent.canceled', session.payment_intent)
    this.tell('checkout.session.expired', session)
  }

  /** The payer pays by a card: the one that is named, or one that pays nothing else. `received`: another amount arrives than was asked for. */
  pay(id: string, { card = id, received }: { card?: string, received?: { amount?: number, currency?: string } } = {}): FakeIntent {
    const session = this.#open(id)
    const intent = session.payment_intent!
    if (received?.amount !== undefined) session.amount_total = intent.amount = received.amount
    if (received?.currency) session.currency = intent.currency = received.currency
    this.#capture(intent, card)
    Object.assign(session, { status: 'complete', payment_status: 'paid', url: null })
    this.tell('payment_intent.succeeded', intent)
    this.tell('checkout.session.completed', session)
    return intent
  }

  /** The payer's card is declined: the session goes on. */
  decline(id: string, code = 'insufficient_funds'): void {
    const intent = this.#open(id).payment_intent!
    intent.last_payment_error = { code: 'card_declined', decline_code: code }
    this.tell('payment_intent.payment_failed', intent)
  }

  /** The payer uses a way to pay whose money comes later, or not: say which by `settleLater`. */
  payLater(id: string): void {
    const session = this.#open(id)
    Object.assign(session, { status: 'complete', url: null })
    session.payment_intent!.status = 'processing'
    this.tell('checkout.session.completed', session)
  }

  settleLater(id: string, isPaid: boolean): void {
    const session = this.session(id)
    const intent = session.payment_intent!
    if (isPaid) {
      this.#capture(intent, id)
      session.payment_status = 'paid'
      this.tell('payment_intent.succeeded', intent)
    } else {
      intent.status = 'requires_payment_method'
      intent.last_payment_error = { code: 'payment_method_provider_decline', decline_code: 'debit_not_authorized' }
      this.tell('payment_intent.payment_failed', intent)
    }
    this.tell(`checkout.session.async_payment_${isPaid ? 'succeeded' : 'failed'}`, session)
  }

  #open(id: string): FakeSession {
    const session = this.session(id)
    if (session.status !== 'open') throw new StripeNo(400, 'invalid_request_error', `This session is ${session.status}.`)
    return session
  }

  #capture(intent: FakeIntent, card: string): void {
    Object.assign(intent, {
      status: 'succeeded', amount_received: intent.amount, last_payment_error: null,
      latest_charge: { id: newId('ch'), object: 'charge', payment_intent: intent.id, amount: intent.amount, amount_refunded: 0, payment_method_details: { type: 'card', card: { fingerprint: `print-of-${card}` } } }
    })
  }

  intent(id: string): FakeIntent {
    const intent = [...this.sessions.values()].map(s => s.payment_intent!).find(one => one.id === id)
    if (!intent) throw new StripeNo(404, 'invalid_request_error', 'No such payment_intent', 'resource_missing')
    return intent
  }

  /** Money goes back: asked for by the API, or at Stripe's own desk. */
  refund(intentId: string, amount?: number, metadata: Record<string, string> = {}, status = 'succeeded'): FakeRefund {
    const charge = this.intent(intentId).latest_charge
    if (!charge) throw new StripeNo(400, 'invalid_request_error', 'This payment has no successful charge to refund.', 'payment_intent_unexpected_state')
    const left = charge.amount - charge.amount_refunded
    if (left === 0) throw new StripeNo(400, 'invalid_request_error', 'It has already been refunded.', 'charge_already_refunded')
    const back = amount ?? left
    if (!Number.isInteger(back) || back < 1 || back > left) throw new StripeNo(400, 'invalid_request_error', 'Refund amount is greater than unrefunded amount.', 'amount_too_large')
    charge.amount_refunded += back
    const refund: FakeRefund = { id: newId('re'), object: 'refund', amount: back, currency: this.intent(intentId).currency, status, charge: charge.id, payment_intent: intentId, metadata }
    this.refunds.unshift(refund)
    this.tell('refund.created', refund)
    this.tell('charge.refunded', charge)
    return refund
  }

  /** The bank sends the money back that was on its way to the payer. */
  failRefund(id: string, reason = 'lost_or_stolen_card'): void {
    const refund = this.refunds.find(one => one.id === id)!
    Object.assign(refund, { status: 'failed', failure_reason: reason })
    this.intent(refund.payment_intent).latest_charge!.amount_refunded -= refund.amount
    this.tell('refund.failed', refund)
  }

  /** The payer's bank takes the money back, or gives it again. */
  dispute(intentId: string, status: 'needs_response' | 'won' | 'lost' = 'needs_response'): FakeEvent {
    const charge = this.intent(intentId).latest_charge!
    return this.tell(status === 'needs_response' ? 'charge.dispute.created' : 'charge.dispute.closed', { id: `dp_of_${intentId}`, object: 'dispute', charge: charge.id, payment_intent: intentId, amount: charge.amount, status })
  }

  /** Something happened. What it was about is kept as it was then, with what it refers to by id alone. */
  tell(type: string, object: unknown): FakeEvent {
    const event: FakeEvent = { id: newId('evt'), object: 'event', type, created: this.nowSeconds(), livemode: this.isLive, data: { object: unexpanded(object) } }
    this.events.push(event)
    this.onEvent(event)
    return event
  }
}

const EXPANDABLE = ['payment_intent', 'latest_charge']

/** A copy that names other objects by their ids, but for those that `expand` asks for, like `payment_intent.latest_charge`. */
export function unexpanded(object: unknown, expand: string[] = []): unknown {
  const copy: Record<string, unknown> = { ...object as object }
  for (const key of EXPANDABLE) {
    const value = copy[key]
    if (typeof value !== 'object' || value === null) continue
    const deeper = expand.filter(path => path.startsWith(`${key}.`)).map(path => path.slice(key.length + 1))
    copy[key] = deeper.length > 0 || expand.includes(key) ? unexpanded(value, deeper) : (value as { id: string }).id
  }
  return copy
}

/** `metadata[a]=1` as `{ a: '1' }`. */
function within(words: Record<string, string>, field: string): Record<string, string> {
  return Object.fromEntries(Object.entries(words).filter(([key]) => key.startsWith(`${field}[`)).map(([key, value]) => [key.slice(field.length + 1, -1), value]))
}
