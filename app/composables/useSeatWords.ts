import type { Money } from '#shared/money/money.ts'
import { SeatFlag, tableOfSeat } from '#shared/seating/plan.ts'
import { tableInWords } from '#shared/seating/seat-words.ts'
import { SeatStatus } from '#shared/seating/seat-status.ts'
import type { InjectionKey } from 'vue'
import { placeName } from '~/utils/place-name.ts'
import { Choice, type SeatMapModel } from '../seatmap/model.ts'

export type SeatState = 'free' | 'held' | 'sold' | 'offSale' | 'mine' | 'choosing'
const STATES: readonly SeatState[] = ['free', 'held', 'sold', 'offSale']

/** The state of a seat as this visitor sees it. */
export function seatState(model: SeatMapModel, seat: number): SeatState {
  if (model.choice[seat] === Choice.mine) return 'mine'
  if (model.choice[seat] === Choice.choosing) return 'choosing'
  return STATES[model.status[seat] ?? SeatStatus.offSale] ?? 'offSale'
}

/** Says of single seats what their state alone does not: opened by a code, kept for somebody. Null: nothing but the state. */
export type SeatNote = (model: SeatMapModel, seat: number) => string | null
const NOTE: InjectionKey<SeatNote> = Symbol('what is said of a seat in place of its state')
/** Map and list below the caller say this. */
export const provideSeatNote = (note: SeatNote) => provide(NOTE, note)

/** How seats are said: names, and the sentence that tells everything of one (`Stalls, row F, seat 14, ¥380, free`). */
export function useSeatWords() {
  const { t } = useI18n()
  const { locale, money } = useLocal()
  const note = inject(NOTE, null)

  /** What one can do with a seat, or why not. */
  const state = (model: SeatMapModel, seat: number) => note?.(model, seat) ?? t(`seating.state.${seatState(model, seat)}`)

  /** A table that is sold whole is called as one thing, whichever of its chairs is meant. */
  function name(model: SeatMapModel, seat: number): string {
    if (model.isSoldWhole(seat)) return tableInWords(model.plan, model.rowOf[seat]!)[locale.value]
    const row = model.plan.rows[model.rowOf[seat]!]!
    return placeName({ section: model.plan.sections[row.section]!.name, row: row.label, isTable: tableOfSeat(model.plan, seat) !== undefined, seat: model.plan.seats.label[seat]! }, locale.value)
  }

  function traits(model: SeatMapModel, seat: number): string[] {
    const flags = model.plan.seats.flags[seat]!
    const said: string[] = []
    if (flags & SeatFlag.accessible) said.push(t('seating.trait.accessible'))
    if (flags & SeatFlag.companion) said.push(t('seating.trait.companion'))
    if (flags & SeatFlag.restrictedView) said.push(t('seating.trait.restrictedView'))
    if (flags & SeatFlag.stairsFree) said.push(t('seating.trait.stairsFree'))
    return said
  }

  /** `sold whole: 8 seats`, of a chair at such a table. */
  function soldWith(model: SeatMapModel, seat: number): string {
    return model.isSoldWhole(seat) ? t('hall.table.whole', { n: model.soldWith(seat).length }) : ''
  }

  /** What is to be paid for the seat, or for the whole table. */
  function priceOf(model: SeatMapModel, seat: number, prices: readonly (Money | null)[]): string {
    const all = model.soldWith(seat).map(other => prices[model.plan.seats.category[other]!] ?? null)
    return all.every(price => price !== null) ? money({ ...all[0]!, amountMinor: all.reduce((sum, price) => sum + price.amountMinor, 0) }) : ''
  }

  function everything(model: SeatMapModel, seat: number, prices: readonly (Money | null)[]): string {
    return [name(model, seat), soldWith(model, seat), priceOf(model, seat, prices), ...traits(model, seat), state(model, seat)]
      .filter(Boolean).join(t('seating.comma'))
  }

  return { name, traits, state, soldWith, priceOf, everything }
}
