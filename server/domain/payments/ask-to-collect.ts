import type { PaymentRow } from '#drizzle/schema/index.ts'
import { inTransaction } from '#drizzle/transaction.ts'
import type { DomainError } from '#shared/errors/domain-error.ts'
import { closePayment } from './close-payment.ts'
import type { PaymentDeps } from './deps.ts'
import { type PaymentGateway, type PaymentRequest, ProviderRefusal, type StartedPayment } from './payment-gateway.ts'

/** A provider that has not answered by then is not waited for, in ms; with the same key it can be asked again. */
const PROVIDER_MS = 10_000

type Wish = Omit<PaymentRequest, 'paymentId' | 'amountMinor' | 'currency' | 'noticeUrl' | 'signal'>

/**
 * Asks a provider to collect a payment that is written down as started. Never inside a transaction: no lock is held over a call to
 * somebody outside. What it refuses is over; where it does not answer nothing is known. Throws what `refusals` says of either.
 */
export async function askToCollect(deps: PaymentDeps, gateway: PaymentGateway, payment: PaymentRow, wish: Wish, refusals: { refused: () => DomainError, away: () => DomainError }): Promise<StartedPayment> {
  try {
    return await gateway.start({
      ...wish, paymentId: payment.id, amountMinor: payment.amountMinor, currency: payment.currency,
      noticeUrl: `${deps.publicUrl}/api/payments/notices/${gateway.name}`, signal: AbortSignal.timeout(PROVIDER_MS)
    })
  } catch (error) {
    if (!(error instanceof ProviderRefusal)) throw refusals.away()
    await inTransaction(deps.db, tx => closePayment(tx, payment, 'failed', error.code))
    throw refusals.refused()
  }
}
