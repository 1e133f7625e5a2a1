/** What people wish for: events that they keep an eye on, and sales that they want to hear of. */
export { remindOfSales } from './remind-of-sales.ts'
export { tellOfFavourites } from './tell-of-favourites.ts'
export { listFavourites, readWishes, setFavourite, setSaleReminder } from './wishes.ts'
