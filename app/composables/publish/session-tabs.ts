/** The rooms of one session's sale, in the order in which they stand beside each other; '' is the first page. */
export const SESSION_TABS = [
  { path: '', label: 'sales.tab.overview' },
  { path: 'places', label: 'sales.tab.places' },
  { path: 'prices', label: 'sales.tab.prices' },
  { path: 'waiting-list', label: 'sales.tab.waiting' },
  { path: 'queue', label: 'sales.tab.queue' },
  { path: 'gates', label: 'sales.tab.gates' }
] as const
