import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { House } from '#server/house.ts'
import { givenSession } from '#tests/support/fixtures.ts'
import { openTestHouse } from '#tests/support/house.ts'
import { type StripeServer, startStripeServer } from '#tests/support/stripe-server.ts'
import { fiftyByOneCard, soldOf } from './one-card.ts'

/** The proof that the race of card-limit.test.ts can fail: what the card bought is counted, but two payments of it do not wait for each other. */
vi.mock('#server/domain/orders/card-limit.ts', async importOriginal => ({ ...await importOriginal<object>(), lockCard: () => Promise.resolve() }))

let stripe: StripeServer
let house: House

beforeAll(async () => {
  stripe = await startStripeServer()
  house = await openTestHouse(stripe.env)
})
afterAll(async () => {
  await house.close()
  await stripe.stop()
})

describe('T-09: one card with the guard off', () => {
  it('buys more than its limit by fifty orders at once', { timeout: 240_000 }, async () => {
    // A race is lost often, not always: rounds go on until one is.
    let most = 0
    for (let round = 0; round < 5 && most <= 4; round++) {
      const session = await givenSession(house.db, { perPersonLimit: 4, rows: 6, seatsPerRow: 10 })
      await fiftyByOneCard(house, stripe, session, `gold-${round}`)
      most = Math.max(most, (await soldOf(house, session)).good)
    }
    expect(most).toBeGreaterThan(4)
  })
})
