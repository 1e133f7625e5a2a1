import type { SeatMapModel } from '../seatmap/model.ts'
import { seatId } from '#shared/seating/plan.ts'
import type { Access } from './useAccessCode.ts'
import type { Choice } from './useHold.ts'

/** What an access code opens, on map and list, and when a choice needs the code. `standing`: places that one holds, by area. */
export function useOpenedPlaces(access: Access, model: Readonly<Ref<SeatMapModel | null>>, standing: () => ReadonlyMap<string, number>) {
  const { t } = useI18n()
  const beat = ref(0)
  const isAny = computed(() => (access.grant.value?.seats.length ?? 0) + (access.grant.value?.areas.length ?? 0) > 0)
  const opened = computed(() => new Set(access.grant.value?.seats))
  /** Places that the code opens beyond those that one holds already: it is used first. */
  const areas = computed(() => new Map(access.grant.value?.areas.map(({ areaKey, free }) => [areaKey, spent.value.has(areaKey) ? 0 : Math.max(0, free - (standing().get(areaKey) ?? 0))])))
  /** Areas where others with the code were faster: from then on everybody's places are asked for. */
  const spent = ref<ReadonlySet<string>>(new Set())
  const openedIds = computed(() => new Set(model.value ? [...opened.value].map(seat => seatId(model.value!.plan, seat)) : []))

  watch([model, opened, areas], () => {
    model.value?.setOpened({ seats: [...opened.value], areas: areas.value })
    beat.value++
  })
  /** How many of the seats nobody has, but perhaps oneself. */
  const openSeats = (mine: readonly number[]) => [...opened.value].filter(seat => model.value?.isOpened(seat) || mine.includes(seat)).length
  provideSeatNote((hall, seat) => hall.isOpened(seat) && seatState(hall, seat) === 'free' ? t('access.seat') : null)

  /** What is everybody's is asked for without the code: one that is over must not stand in its way. */
  function codeFor({ seatIds = [], areaKey, quantity = 0, isBest }: Choice): string | undefined {
    const isNeeded = isBest || seatIds.some(id => openedIds.value.has(id)) || (areaKey !== undefined && quantity > 0 && (areas.value.get(areaKey) ?? 0) >= quantity)
    return isNeeded ? access.grant.value?.code : undefined
  }

  /** Asks for places of an area: first for what the code opens, then for what is everybody's. */
  async function inParts(areaKey: string, quantity: number, ask: (part: number) => Promise<boolean>): Promise<boolean> {
    const byCode = Math.min(quantity, areas.value.get(areaKey) ?? 0)
    if (byCode > 0 && !await ask(byCode)) return false
    return quantity === byCode || await ask(quantity - byCode)
  }

  const spend = (areaKey: string) => { spent.value = new Set([...spent.value, areaKey]) }

  return { beat, isAny, codeFor, inParts, spend, openSeats }
}
