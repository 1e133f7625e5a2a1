import type { InjectionKey, Ref } from 'vue'
import type { AllotmentView, SessionPlacesReply } from '#shared/api/session-places.ts'
import { seatId } from '#shared/seating/plan.ts'
import type { SeatMapModel } from '../../seatmap/model.ts'
import { type ShownProblem, problemOf } from '~/utils/problem-of.ts'

/** The places of a session at its desk: what is kept for whom, the hall, and the seats that somebody is picking in it. */
export interface PlacesDesk {
  path: string
  timeZone: string
  places: Readonly<Ref<SessionPlacesReply | null>>
  problem: Readonly<Ref<ShownProblem | null>>
  model: Readonly<Ref<SeatMapModel | null>>
  picked: Readonly<Ref<readonly number[]>>
  load(): Promise<void>
  /** Takes what an endpoint replied with. */
  take(reply: SessionPlacesReply): void
  pick(seats: readonly number[]): void
  /** Public names of seats, as endpoints want them. */
  idsOf(seats: readonly number[]): string[]
  allotmentOf(seat: number): AllotmentView | undefined
}

const KEY: InjectionKey<PlacesDesk> = Symbol('places of the session')

/** Reads what is kept in a session, and shares it with the parts of its desk. */
export function providePlaces(sessionId: string, timeZone: string, model: Readonly<Ref<SeatMapModel | null>>): PlacesDesk {
  const api = useApi()
  const { t } = useI18n()
  const path = `/api/publishing/sessions/${encodeURIComponent(sessionId)}`
  const places = shallowRef<SessionPlacesReply | null>(null)
  const problem = shallowRef<ShownProblem | null>(null)
  const picked = shallowRef<readonly number[]>([])
  const keepers = computed(() => new Map((places.value?.allotments ?? []).flatMap(allotment => allotment.seats.map(seat => [seat, allotment] as const))))

  async function load() {
    problem.value = null
    try {
      places.value = await api<SessionPlacesReply>(`${path}/places`)
    } catch (error) {
      problem.value = problemOf(error, t)
    }
  }

  const desk: PlacesDesk = {
    path, timeZone, places, problem, model, picked, load,
    take: (reply) => { places.value = reply },
    pick: (seats) => { picked.value = [...new Set(seats)].toSorted((a, b) => a - b) },
    idsOf: seats => model.value ? seats.map(seat => seatId(model.value!.plan, seat)) : [],
    allotmentOf: seat => keepers.value.get(seat)
  }
  provide(KEY, desk)
  return desk
}

export const usePlacesDesk = () => inject(KEY)!
