import { bumpCatalogueVersion } from '#server/domain/catalogue/index.ts'
import { checkPassesOfEvents } from '#server/domain/passes/index.ts'
import { indexEvents } from '#server/domain/search/index.ts'
import type { House } from '#server/house.ts'
import { type Subscriber, ofAllKeys } from '../outbox-relay.ts'

/** What visitors see of an event has changed: it is found by what it is now, and no process shows a page that it kept. */
export function catalogueNews({ houseCurrency }: House): Record<string, Subscriber> {
  return {
    'catalogue.changed': ofAllKeys(async (changes, db) => {
      await indexEvents(db, changes.map(change => change.eventId as string), { houseCurrency })
      await bumpCatalogueVersion(db)
      await checkPassesOfEvents(db, changes.map(change => change.eventId as string))
    })
  }
}
