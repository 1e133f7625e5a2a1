import type { ErrorKind } from './error-kind.ts'
import { GATE_KINDS } from './kinds/gate.ts'
import { ORDERS_KINDS } from './kinds/orders.ts'
import { PEOPLE_KINDS } from './kinds/people.ts'
import { PUBLISHING_KINDS } from './kinds/publishing.ts'
import { REQUEST_KINDS } from './kinds/request.ts'
import { SEATS_KINDS } from './kinds/seats.ts'
import { TICKETS_KINDS } from './kinds/tickets.ts'

/** Every refusal that Foyer can answer, once, by its code. Those of an area stand together in `kinds`. */
export const ERROR_KINDS = {
  ...REQUEST_KINDS,
  ...PEOPLE_KINDS,
  ...SEATS_KINDS,
  ...ORDERS_KINDS,
  ...GATE_KINDS,
  ...TICKETS_KINDS,
  ...PUBLISHING_KINDS
} satisfies Record<string, ErrorKind>

export type ErrorCode = keyof typeof ERROR_KINDS
