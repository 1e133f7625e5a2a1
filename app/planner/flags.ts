import { SeatFlag } from '#shared/seating/plan.ts'

/** What a seat can be beside its price zone, in the order in which it is shown. */
export const SEAT_FLAGS = [['accessible', SeatFlag.accessible], ['companion', SeatFlag.companion], ['restrictedView', SeatFlag.restrictedView], ['stairsFree', SeatFlag.stairsFree]] as const
