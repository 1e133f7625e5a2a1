/** What a provider is asked to collect: a payment that the house wrote down as started before it asked. */
export interface PaymentRequest {
  /** The idempotency key: asking twice starts one payment. */
  paymentId: string
  /** What the payer reads on his statement and quotes on the phone, `FY-7K3M-QX9D`. */
  reference: string
  /** What is bought, in one line, in the payer's language. */
  title: string
  amountMinor: number
  currency: string
  locale: 'en' | 'zh'
  email: string | null
  /** The payer has a phone in his hand: an app may be opened instead of a page. */
  isPhone: boolean
  /** Where the browser comes back to, whatever happened. What it says there proves nothing (P-06). */
  returnUrl: string
  /** Where the provider sends its notices. */
  noticeUrl: string
  /** The places are kept until then: the provider should take no money afterwards. */
  expiresAt: Date
  /** Nobody waits for the answer any more. */
  signal: AbortSignal
}

export interface StartedPayment {
  /** What the provider calls the attempt. */
  providerRef: string
  redirectUrl: string
  /** The text of a QR code by which a phone pays, where the method has one. */
  qrText: string | null
  /** The provider promises to take no money after it; null: it promises nothing. */
  until: Date | null
}

/** A payment that a provider knows. */
export interface ProviderPayment { paymentId: string, providerRef: string, transactionId: string | null, amountMinor: number, currency: string }

/** How a payment stands at its provider. `instrument`: the same for the same card or account, and nothing else about it. */
export type PaymentStanding =
  /** `declined`: the last try came to nothing, but the payer may try again. */
  | { state: 'open', declined?: string }
  | { state: 'captured', transactionId: string, amountMinor: number, currency: string, instrument?: string }
  /** This attempt can never be paid. */
  | { state: 'failed', code: string }
  | { state: 'cancelled' }

/** Money that a provider took for a payment of this house. `leftMinor`: what of it was not sent back yet. */
export interface TakenMoney { paymentId: string, providerRef: string, standing: Extract<PaymentStanding, { state: 'captured' }>, leftMinor: number }

/** What a notice says, in the words of the house. */
export type ProviderFact =
  | { kind: 'payment', paymentId: string | null, providerRef: string, standing: PaymentStanding }
  /** `refundId` is ours; null where it was made at the provider's own desk. */
  | { kind: 'refund', transactionId: string, providerRefundId: string, refundId: string | null, state: 'pending' | 'done' | 'failed', amountMinor: number, currency: string }
  | { kind: 'dispute', transactionId: string, disputeId: string, state: 'open' | 'won' | 'lost' }

/** A notice that is genuine and meant for this house. `fact` null: it is about nothing that we keep. */
export interface ProviderNotice { eventId: string, type: string, fact: ProviderFact | null }

/** A notice as it came. */
export interface RawNotice { body: Buffer, header(name: string): string | undefined, nowMs: number }

/** The provider says no for good: asking again is of no use. Everything else that is thrown means that nothing is known. */
export class ProviderRefusal extends Error {
  readonly code: string

  constructor(code: string, message: string) {
    super(message)
    this.name = 'ProviderRefusal'
    this.code = code
  }
}

/**
 * A way to pay that needs somebody outside, behind one interface that the domain owns. One implementation a folder under
 * server/gateways. None is called inside a transaction. Whoever does not answer before `signal` has said nothing: he is asked
 * again by the same key, and moves money once.
 */
export interface PaymentGateway {
  /** `sandbox`, `stripe`, `alipay`. */
  readonly name: string
  takes(currency: string): boolean
  start(payment: PaymentRequest): Promise<StartedPayment>
  /** How it stands: the only word, beside a signed notice, that is believed. */
  lookUp(payment: ProviderPayment, signal: AbortSignal): Promise<PaymentStanding>
  /** Closes an attempt that is open, so that nobody can pay it any more, and says how it stands then: `captured` where somebody was faster. */
  cancel(payment: ProviderPayment, signal: AbortSignal): Promise<PaymentStanding>
  /** Sends money of a captured payment back. `refundId` is the idempotency key. */
  refund(refund: { refundId: string, payment: ProviderPayment & { transactionId: string }, amountMinor: number, currency: string, signal: AbortSignal }): Promise<{ transactionId: string }>
  /** All that it took since then for payments of this house, but for what it has sent back in full; absent where it gives no such list. */
  takenSince?(since: Date, signal: AbortSignal): Promise<TakenMoney[]>
  /** Its notices do not say by which card money came: it is asked (`lookUp`). */
  readonly keepsCardsBack?: true
  /** Checks signature, account, mode and age of a notice. Throws `notice-refused` (DomainError, with `why`). */
  readNotice(notice: RawNotice): Promise<ProviderNotice>
  /** What the provider wants to hear once its notice is kept. */
  readonly noticeReply: { contentType: string, body: string }
}
