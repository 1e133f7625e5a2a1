import type { VenueChoice } from '#shared/api/publishing.ts'
import type { EventDraftDocument } from '#shared/publishing/event-document.ts'

export type HallChoice = VenueChoice['halls'][number]

/** The venues and halls that an event names, and those found while looking for another. */
export function usePlaces() {
  const api = useApi()
  const venues = shallowRef<ReadonlyMap<string, VenueChoice>>(new Map())

  /** Halls that are known already stay: a document may name an older plan than a search shows. */
  function learn(found: readonly VenueChoice[]): void {
    const known = new Map(venues.value)
    for (const venue of found) {
      const older = known.get(venue.id)?.halls.filter(hall => !venue.halls.some(other => other.planId === hall.planId)) ?? []
      known.set(venue.id, { ...venue, halls: [...venue.halls, ...older] })
    }
    venues.value = known
  }

  async function load(ids: readonly string[]): Promise<void> {
    const missing = [...new Set(ids)].filter(id => !venues.value.has(id))
    if (missing.length > 0) learn((await api<{ venues: VenueChoice[] }>('/api/publishing/venues', { query: { ids: missing.join(',') } })).venues)
  }

  /** Every version of the venue's halls: a session may be planned on an older one. */
  async function loadVersions(venueId: string): Promise<void> {
    learn((await api<{ venues: VenueChoice[] }>('/api/publishing/venues', { query: { ids: venueId } })).venues)
  }

  async function search(q: string): Promise<VenueChoice[]> {
    const { venues: found } = await api<{ venues: VenueChoice[] }>('/api/publishing/venues', { query: { q: q || undefined } })
    learn(found)
    return found
  }

  const venueOf = (id: string | null) => id === null ? undefined : venues.value.get(id)
  const halls = computed(() => new Map([...venues.value.values()].flatMap(venue => venue.halls.map(hall => [hall.planId, { ...hall, venueId: venue.id }] as const))))
  const hallOf = (planId: string | null) => planId === null ? undefined : halls.value.get(planId)
  /** By whose clock times are written: that of the venue, or before one is chosen that of the first. */
  const zoneOf = (venueId: string | null) => (venueOf(venueId) ?? venues.value.values().next().value)?.timeZone ?? 'Asia/Shanghai'

  /** The halls that the document names, as `eventFaults` asks for them; null while one is not known here. */
  function hallFacts(document: EventDraftDocument) {
    const ids = new Set([...document.sessions, ...document.ticketTypes].flatMap(one => one.planId ?? []))
    const known = [...ids].map(id => halls.value.get(id))
    if (known.includes(undefined)) return null
    return known.map(hall => ({ planId: hall!.planId, venueId: hall!.venueId, categories: hall!.categories.map(category => category.key) }))
  }

  return { venues, learn, load, loadVersions, search, venueOf, hallOf, zoneOf, hallFacts }
}

export type Places = ReturnType<typeof usePlaces>
