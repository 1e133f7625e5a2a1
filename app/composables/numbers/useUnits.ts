import { countUnit, moneyUnit, shareUnit } from '../../charts/units.ts'

/** Units in the reader's language. */
export function useUnits() {
  const { locale } = useLocal()
  return {
    count: computed(() => countUnit(locale.value)),
    share: computed(() => shareUnit(locale.value)),
    money: (currency: string) => moneyUnit(currency, locale.value)
  }
}
