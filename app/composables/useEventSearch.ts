import type { EventCard, SearchEventsReply } from '#shared/api/catalogue.ts'

export const FILTER_NAMES = ['q', 'category', 'city', 'venue', 'publisher', 'when', 'from', 'to', 'min', 'max', 'available', 'sort'] as const

/** The filters of a search as they stand in the URL. */
export type SearchFilters = Partial<Record<typeof FILTER_NAMES[number], string>>

/** The filters of a URL's query; what is empty or the default is left out, and so is a day or a price that is none. */
export function filtersOf(query: Record<string, unknown>): SearchFilters {
  return Object.fromEntries(FILTER_NAMES.flatMap((name) => {
    const value = typeof query[name] === 'string' ? query[name].trim().slice(0, 200) : ''
    if (!value || value === 'any' || (name === 'sort' && value === (query.q ? 'relevance' : 'featured'))) return []
    if ((name === 'from' || name === 'to') && !/^\d{4}-\d\d-\d\d$/.test(value)) return []
    if ((name === 'min' || name === 'max') && !/^\d{1,8}$/.test(value)) return []
    if (name === 'available' && value !== '1') return []
    return [[name, value]]
  }))
}

/**
 * Events for the filters, rendered by the server once `loaded` is awaited; `loadMore` adds the next page. What was loaded is kept, so that the back
 * button leads to the same long list; and the list before stays until the next one is there, so that nothing flickers as one types.
 */
export function useEventSearch(filters: () => SearchFilters) {
  const route = useRoute()
  const event = useRequestEvent()
  const cursor = typeof route.query.cursor === 'string' ? route.query.cursor : undefined
  const key = computed(() => `search-${new URLSearchParams(filters() as Record<string, string>)}`)
  const first = useAsyncData(() => key.value, () => $fetch<SearchEventsReply>('/api/events/search', { query: { ...filters(), cursor, facets: 1, limit: 24 } }))
  const before = shallowRef<SearchEventsReply>()
  const reply = computed(() => first.data.value ?? before.value)
  watch(first.data, (data) => { if (data) before.value = data }, { immediate: true })

  const added = useState<Record<string, { events: EventCard[], next: string | null }>>('search-added', () => ({}))
  const more = computed(() => added.value[key.value])
  const loadingMore = ref(false)
  const failedMore = ref(false)
  const nextCursor = computed(() => more.value ? more.value.next : reply.value?.nextCursor ?? null)

  async function loadMore() {
    if (!nextCursor.value || loadingMore.value) return
    const at = key.value
    loadingMore.value = true
    failedMore.value = false
    try {
      const page = await $fetch<SearchEventsReply>('/api/events/search', { query: { ...filters(), cursor: nextCursor.value, limit: 24 } })
      added.value[at] = { events: [...added.value[at]?.events ?? [], ...page.events], next: page.nextCursor }
    } catch {
      failedMore.value = true
    } finally {
      loadingMore.value = false
    }
  }

  return {
    loaded: first.then(() => {
      // Shown with a way to try again, and kept for nobody else.
      if (event && first.error.value) setResponseStatus(event, 503)
    }),
    reply,
    events: computed(() => [...reply.value?.events ?? [], ...more.value?.events ?? []]),
    total: computed(() => reply.value?.total ?? 0),
    cities: computed(() => reply.value?.cities ?? []),
    pending: computed(() => first.status.value === 'pending'),
    failed: computed(() => Boolean(first.error.value)),
    retry: () => first.refresh(),
    nextCursor, loadMore, loadingMore, failedMore
  }
}
