import { describeOrder, ownOrder, type OrderReader } from '#server/domain/orders/index.ts'
import { paymentMethodsFor } from '#server/domain/payments/index.ts'
import type { House } from '#server/house.ts'
import type { OrderReply } from '#shared/api/orders.ts'

/** An order as its owner sees it, with the ways in which it can be paid now. */
export async function orderReplyFor(house: House, reader: OrderReader, orderId: string): Promise<OrderReply> {
  const order = await ownOrder(house.db, reader, orderId)
  return await describeOrder(house.db, order, await paymentMethodsFor(house, order))
}
