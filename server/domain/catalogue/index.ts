/** The catalogue as visitors read it: which events there are, when, where, and what is left. */
export { availabilityOf } from './availability.ts'
export { listCategories } from './categories.ts'
export { publicAddresses } from './public-addresses.ts'
export { readEvent } from './read-event.ts'
export { readSession } from './read-session.ts'
export { readStock } from './read-stock.ts'
export { searchEvents } from './search-events.ts'
export { posterUrl } from './views.ts'
