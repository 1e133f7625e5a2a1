import type { OrderRow } from '#drizzle/schema/index.ts'

/** What is to be paid of an order, in minor units: its total, less what the ticket pays that it takes the place of. */
export function payableMinor(order: Pick<OrderRow, 'totalMinor' | 'creditMinor'>): number {
  return order.totalMinor - order.creditMinor
}
