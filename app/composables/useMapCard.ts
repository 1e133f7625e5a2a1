import type { Money } from '#shared/money/money.ts'
import type { SeatMapModel, Target } from '../seatmap/model.ts'

/** What is said of a place on the map, beside it. */
export interface PlaceCard {
  title: string
  lines: string[]
  /** Id of the picture of what one sees from there. */
  view: string | null
}

/** The cards of seats, sections and standing areas, and the same as one sentence for those who do not see them. */
export function useMapCard(model: () => SeatMapModel, prices: () => readonly (Money | null)[]) {
  const { t } = useI18n()
  const { local, money, count } = useLocal()
  const words = useSeatWords()

  function cardOf(target: NonNullable<Target>): PlaceCard {
    if (target.kind === 'seat') return seatCard(target.seat)
    return target.kind === 'section' ? sectionCard(target.section) : areaCard(target.area)
  }

  function seatCard(seat: number): PlaceCard {
    const { plan, sectionOf } = model()
    const price = words.priceOf(model(), seat, prices())
    const state = words.state(model(), seat)
    return {
      title: words.name(model(), seat),
      lines: [words.soldWith(model(), seat), price ? `${price}${t('seating.comma')}${state}` : state, ...words.traits(model(), seat)].filter(Boolean),
      view: plan.sections[sectionOf[seat]!]!.view ?? null
    }
  }

  function sectionCard(section: number): PlaceCard {
    const { plan, sections, freeInSection, version } = model()
    const { name, view } = plan.sections[section]!
    return {
      title: local(name),
      lines: [priceRange(sections[section]!.categories.map(category => prices()[category]), money), version < 0 ? '' : left(freeInSection[section]!)].filter(Boolean),
      view: view ?? null
    }
  }

  function areaCard(area: number): PlaceCard {
    const { name, category, key, view } = model().plan.areas[area]!
    const price = prices()[category]
    const stock = model().areaStock.get(key)
    return { title: local(name), lines: [price ? money(price) : '', stock ? left(stock.free) : ''].filter(Boolean), view: view ?? null }
  }

  const left = (free: number) => free === 0 ? t('seating.soldOut') : t('seating.placesLeft', { n: count(free) })
  function say(target: NonNullable<Target>): string {
    if (target.kind === 'seat') return words.everything(model(), target.seat, prices())
    const { title, lines } = cardOf(target)
    return [title, ...lines].join(t('seating.comma'))
  }
  return { cardOf, say }
}
