import { isOpenFilter, type SeatFilter, type Wish, WISHES } from '../seatmap/seat-filter.ts'

/**
 * What the visitor looks for in a hall: price zones, what a seat must have, how many sit together, map or list. It stands in
 * the address, so that it outlives a reload, the way back and a change of language (U-09).
 */
export function useSeatFilter(limit: number) {
  const { filters, set, setAll } = useUrlFilters(['zones', 'need', 'party', 'view'])
  const filter = computed<SeatFilter>(() => ({
    zones: listOf(filters.value.zones),
    wishes: WISHES.filter(wish => listOf(filters.value.need).includes(wish))
  }))

  const party = computed({
    get: () => Math.min(Math.max(Math.trunc(Number(filters.value.party)) || 2, 1), limit),
    set: size => set('party', size === Math.min(2, limit) ? '' : String(size))
  })
  const view = computed({
    get: (): 'map' | 'list' => filters.value.view === 'list' ? 'list' : 'map',
    set: way => set('view', way === 'list' ? way : '')
  })
  const zones = computed({ get: () => filter.value.zones, set: keys => set('zones', keys.join(',')) })
  const wishes = computed({ get: () => filter.value.wishes, set: (wanted: readonly Wish[]) => set('need', wanted.join(',')) })

  const clear = () => setAll({ zones: '', need: '' })

  return { filter, isOpen: computed(() => isOpenFilter(filter.value)), party, view, zones, wishes, clear }
}

function listOf(text: string): string[] {
  return text.split(',').filter(Boolean)
}
