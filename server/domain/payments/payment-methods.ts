import type { Database } from '#drizzle/database.ts'
import type { OrderRow } from '#drizzle/schema/index.ts'
import { payableMinor } from '#server/domain/orders/index.ts'
import type { PaymentMethod } from '#shared/api/orders.ts'
import { walletBalance } from './ledger.ts'
import type { PaymentGateway } from './payment-gateway.ts'

/** The ways in which an order can be paid, and why one that is shown cannot be used. */
export async function paymentMethodsFor(deps: { db: Database, gateways: readonly PaymentGateway[], houseCurrency: string }, order: OrderRow): Promise<PaymentMethod[]> {
  if (payableMinor(order) === 0) return [{ name: 'free', usable: true, reason: null, balance: null }]
  const outside = deps.gateways.filter(g => g.takes(order.currency)).map(g => ({ name: g.name, usable: true, reason: null, balance: null }))
  return [await points(deps, order), ...outside]
}

async function points(deps: { db: Database, houseCurrency: string }, order: OrderRow): Promise<PaymentMethod> {
  if (!order.userId) return { name: 'points', usable: false, reason: 'login-required', balance: null }
  const balance = await walletBalance(deps.db, order.userId)
  if (order.currency !== deps.houseCurrency) return { name: 'points', usable: false, reason: 'other-currency', balance }
  if (balance < payableMinor(order)) return { name: 'points', usable: false, reason: 'points-short', balance }
  return { name: 'points', usable: true, reason: null, balance }
}
