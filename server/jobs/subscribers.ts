import { tellStore } from '#server/domain/inventory/index.ts'
import type { House } from '#server/house.ts'
import type { Subscriber } from './outbox-relay.ts'

/** Who is told of what. */
export function subscribersOf(house: House): Record<string, Subscriber> {
  return {
    'seats.changed': async payload => await tellStore(house, payload.sessionId as string, payload.seats as number[])
  }
}
