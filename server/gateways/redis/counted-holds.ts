import type { HoldStore } from '#server/domain/inventory/index.ts'
import { counters } from '#server/observing/counters.ts'

/** The store, of which it is counted how many holds it gave and refused. */
export function countedHolds(store: HoldStore): HoldStore {
  const hold = store.hold.bind(store)
  store.hold = async (request) => {
    const outcome = await hold(request)
    // A store that is cold is filled and asked again: that was no refusal.
    if (outcome.ok) counters.holds.made++
    else if (outcome.reason !== 'cold') counters.holds.refused++
    return outcome
  }
  return store
}
