import { seatIndexById } from '#shared/seating/plan.ts'
import { seatsInWords } from '#shared/seating/seat-words.ts'
import type { SeatMapModel } from '../seatmap/model.ts'

/** Seats by their ids in one text, those of a row together: `Stalls, row F, seats 14, 15; Stalls, row G, seat 14`. */
export function useSeatNames(model: () => SeatMapModel | null): (ids: readonly string[]) => string {
  const { t } = useI18n()
  const { locale } = useLocal()
  const indexes = computed(() => {
    const shown = model()
    return shown ? seatIndexById(shown.plan) : new Map<string, number>()
  })
  return (ids) => {
    const shown = model()
    if (!shown) return ''
    const seats = ids.flatMap(id => indexes.value.get(id) ?? [])
    return seatsInWords(shown.plan, seats).map(words => words[locale.value]).join(t('seating.semicolon'))
  }
}
