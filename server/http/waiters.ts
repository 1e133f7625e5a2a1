import type { Told, Waiter } from '#server/domain/queue/index.ts'
import type { QueueReply } from '#shared/api/queue.ts'
import { originOf } from './accounts.ts'
import type { Call } from './endpoint.ts'
import { placeOf, setPlace } from './queue-cookies.ts'

interface WaitingCall extends Pick<Call<never, never, never>, 'event' | 'house' | 'principal' | 'visitor'> { params: { id: string } }

/** The caller as somebody who waits before a session, and the place that his browser carries. */
export function waiterOf(call: WaitingCall): { waiter: Waiter, place: string | null } {
  return {
    waiter: { userId: call.principal?.userId ?? null, visitor: call.visitor(), network: originOf(call.event).network },
    place: placeOf(call.event, call.params.id)
  }
}

/** The answer, with the place for the browser to carry. */
export function answerTold(call: WaitingCall, { reply, place }: Told): QueueReply {
  if (place && place !== placeOf(call.event, call.params.id)) setPlace(call.event, call.house.settings, call.params.id, place)
  return reply
}
