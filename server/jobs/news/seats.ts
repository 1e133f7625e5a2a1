import { type Released, tellReleased, tellStore } from '#server/domain/inventory/index.ts'
import { recountSoon } from '#server/domain/search/index.ts'
import type { House } from '#server/house.ts'
import type { Subscriber } from '../outbox-relay.ts'

/** Seats that changed hands: the hold store hears of it, and the search counts what is left, a little later. */
export function seatNews(house: House): Record<string, Subscriber> {
  return {
    'seats.changed': async (changes, db) => {
      const seats = new Set(changes.flatMap(change => change.seats as number[]))
      await tellStore({ db, holds: house.holds }, changes[0]!.sessionId as string, [...seats])
      await recountSoon(db, changes[0]!.sessionId as string)
    },
    'places.kept': async (changes, db) => {
      const sessionId = changes[0]!.sessionId as string
      const changed = changes as unknown as Released[]
      await tellReleased({ db, holds: house.holds }, sessionId, { seats: [...new Set(changed.flatMap(change => change.seats))], standing: changed.flatMap(change => change.standing) })
      await recountSoon(db, sessionId)
    }
  }
}
