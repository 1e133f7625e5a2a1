import { SeatStatus } from '#shared/seating/seat-status.ts'
import { provideSeatNote, seatState } from '../useSeatWords.ts'
import type { PlacesDesk } from './useSessionPlaces.ts'

/** How much one tap takes. */
export const REACHES = ['seat', 'row', 'section'] as const
export type Reach = (typeof REACHES)[number]

/**
 * The hall as its publisher sees it: kept seats carry a ring and can be picked like free ones; each seat says who keeps it. What is
 * sold or being chosen cannot be picked. `beat` counts what changed, as that of useSessionPlan does.
 */
export function useHallOfDesk({ model, places, picked, pick, allotmentOf }: PlacesDesk, news: Readonly<Ref<number>>) {
  const { t } = useI18n()
  const changes = ref(0)
  const reach = ref<Reach>('seat')
  const beat = computed(() => news.value + changes.value)

  watch([model, places], () => {
    if (!model.value || !places.value) return
    model.value.setOpened({ seats: [...places.value.allotments.flatMap(allotment => allotment.seats), ...places.value.offSale], areas: new Map() })
    changes.value++
  }, { immediate: true })
  watch([model, picked], () => {
    model.value?.setSelection(picked.value)
    changes.value++
  }, { immediate: true })
  provideSeatNote((hall, seat) => {
    const keeper = allotmentOf(seat)?.name
    if (seatState(hall, seat) === 'mine') return keeper ? t('places.seat.pickedFrom', { name: keeper }) : t('places.seat.picked')
    if (hall.isOpened(seat)) return keeper ? t('places.seat.kept', { name: keeper }) : t('places.seat.offSale')
    return keeper && hall.status[seat] === SeatStatus.sold ? t('places.seat.soldFrom', { name: keeper }) : null
  })

  /** Picks what a tap on a seat reaches; where all of it is picked already, lets it go. @returns how many seats a tap could take */
  function tap(seat: number): number {
    const seats = reached(seat).filter(one => model.value!.status[one] === SeatStatus.free)
    const now = new Set(picked.value)
    const isWhole = seats.every(one => now.has(one))
    pick(isWhole ? [...now].filter(one => !seats.includes(one)) : [...now, ...seats])
    return seats.length
  }

  function reached(seat: number): number[] {
    const { plan, rowOf, sectionOf, rowsIn } = model.value!
    const rows = reach.value === 'seat' ? [] : reach.value === 'row' ? [rowOf[seat]!] : rowsIn[sectionOf[seat]!]!
    return reach.value === 'seat' ? [seat] : rows.flatMap(row => Array.from({ length: plan.rows[row]!.seatCount }, (_, n) => plan.rows[row]!.firstSeat + n))
  }

  return { beat, reach, tap }
}
