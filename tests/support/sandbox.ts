import type { House } from '#server/house.ts'

/** Somebody pays on the sandbox page, and its notice arrives. */
export async function payAtSandbox(house: Pick<House, 'sandbox'>, paymentId: string): Promise<void> {
  await house.sandbox!.act(paymentId, { outcome: 'pay' })
}
