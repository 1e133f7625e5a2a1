import { getQuery, getRequestHeader } from 'h3'
import type { Holder } from '#server/domain/inventory/index.ts'
import type { OrderReader } from '#server/domain/orders/index.ts'
import { ORDER_SECRET_HEADER } from '#shared/api/orders.ts'
import { admissionOf } from './queue-cookies.ts'
import { originOf } from './accounts.ts'
import type { Call } from './endpoint.ts'

type AnyCall = Pick<Call<never, never, never>, 'event' | 'house' | 'principal' | 'visitor' | 'idempotencyKey'>

/** The caller as somebody who holds seats of a session. */
export function holderOf(call: AnyCall, sessionId: string): Holder {
  return {
    userId: call.principal?.userId ?? null, visitor: call.visitor(), tokenKey: call.house.keys.holdTokens, idempotencyKey: call.idempotencyKey,
    admission: admissionOf(call.event, sessionId), network: originOf(call.event).network
  }
}

/** The caller as somebody who may read an order: by who he is, or by the secret that his guest order gave him. */
export function orderReaderOf(call: AnyCall): OrderReader {
  const shown = getRequestHeader(call.event, ORDER_SECRET_HEADER) ?? getQuery(call.event).secret
  const guestSecret = typeof shown === 'string' && /^[\w-]{20,100}$/.test(shown) ? shown : null
  return { userId: call.principal?.userId ?? null, guestSecret }
}
