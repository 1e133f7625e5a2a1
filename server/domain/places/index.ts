/** The desk of a session's places: what is kept from the public, for whom, and how much there is. */
export { addAccessCode, retireAccessCode } from './access-codes.ts'
export { changeAllotment, createAllotment, releaseAllotment } from './allotments.ts'
export { changeCapacity } from './change-capacity.ts'
export { inviteGuest } from './invite-guest.ts'
export { keepPlacesFor } from './keep-places-for.ts'
export { moveSeats } from './move-seats.ts'
export { countAccessHold, openAccessFor } from './open-access-for.ts'
export { sessionPlaces } from './session-places.ts'
