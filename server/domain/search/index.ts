/** Finding events: by words in Chinese and English, by filters, and as one types. */
export { indexEvents } from './index-events.ts'
export { forgetCounts } from './kept-counts.ts'
export { recountSoon } from './index-sessions.ts'
export { catchUp, keepCounts, keepUp, reindex } from './keep-up.ts'
export { searchEvents } from './search-events.ts'
export { suggest } from './suggest.ts'
export { tokensOf } from './tokens.ts'
