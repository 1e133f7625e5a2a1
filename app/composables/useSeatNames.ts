import { seatIndexById } from '#shared/seating/plan.ts'
import type { SeatMapModel } from '../seatmap/model.ts'

/** Seats by their ids in one text, those of a row together: `Stalls, row F, seat 14, 15; Stalls, row G, seat 14`. */
export function useSeatNames(model: () => SeatMapModel | null): (ids: readonly string[]) => string {
  const { t } = useI18n()
  const words = useSeatWords()
  const indexes = computed(() => {
    const shown = model()
    return shown ? seatIndexById(shown.plan) : new Map<string, number>()
  })
  return (ids) => {
    const shown = model()
    if (!shown) return ''
    const seats = ids.flatMap(id => indexes.value.get(id) ?? [])
    const rows = Map.groupBy(seats, seat => shown.rowOf[seat]!)
    return [...rows.values()].map(([first, ...others]) => [words.name(shown, first!), ...others.map(seat => shown.plan.seats.label[seat]!)].join(t('seating.comma'))).join(t('seating.semicolon'))
  }
}
