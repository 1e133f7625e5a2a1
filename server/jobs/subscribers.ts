import { tellStore } from '#server/domain/inventory/index.ts'
import type { House } from '#server/house.ts'
import type { Subscriber } from './outbox-relay.ts'

/** Who is told of what. */
export function subscribersOf(house: House): Record<string, Subscriber> {
  return {
    'seats.changed': async (payload, db) => await tellStore({ db, holds: house.holds }, payload.sessionId as string, payload.seats as number[])
  }
}
