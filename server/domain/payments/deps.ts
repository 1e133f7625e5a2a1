import type { Database } from '#drizzle/database.ts'
import type { HoldStore } from '#server/domain/inventory/index.ts'
import type { PaymentGateway } from './payment-gateway.ts'

export interface PaymentDeps {
  db: Database
  holds: HoldStore
  /** Ways to pay that need somebody outside. */
  gateways: readonly PaymentGateway[]
  houseCurrency: string
  /** What cards and accounts that pay are hashed by. */
  keys: { instruments: Buffer }
  /** Where browsers come back to, and providers send their notices to. */
  publicUrl: string
}
