/** What other areas may ask of the waiting room. */
export { moveRoom, readDesk, setRoom } from './desk.ts'
export { holdDoor } from './door.ts'
export { enter, leaveLine } from './enter.ts'
export type { LineStore } from './line-store.ts'
export { closeOrder, noteOrder } from './orders-inside.ts'
export type { QueueDeps, Waiter } from './queue-deps.ts'
export { isGuarding, roomOf } from './rooms.ts'
export { type Told, lookAtLine, takePlace } from './take-place.ts'
