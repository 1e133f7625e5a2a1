import type { WaitingEntryReply, WaitingWish } from '#shared/api/waiting-list.ts'

type Zone = Pick<WaitingEntryReply['zones'][number], 'key' | 'name'>

/** How a wish is said: "2 places · side by side · Stalls, Circle · at most ¥480 each". */
export function useWaitingWords() {
  const { t } = useI18n()
  const { local, money } = useLocal()

  function wishInWords(wish: WaitingWish, zones: readonly Zone[], currency: string): string {
    const places = wish.atLeast < wish.places ? t('waiting.wishOr', { n: wish.places, least: wish.atLeast }) : t('waiting.wish', { n: wish.places }, wish.places)
    const where = wish.categoryKeys.map(key => zones.find(zone => zone.key === key)).map((zone, i) => zone ? local(zone.name) : wish.categoryKeys[i])
    return [
      places, ...wish.places > 1 ? [t(wish.together ? 'waiting.side' : 'waiting.apart')] : [], where.length > 0 ? where.join(t('waiting.comma')) : t('waiting.anywhere'),
      ...wish.maxPriceMinor === null ? [] : [t('waiting.upTo', { price: money({ amountMinor: wish.maxPriceMinor, currency }) })]
    ].join(t('common.dot'))
  }

  function timeInWords(minutes: number): string {
    const hours = Math.round(minutes / 60)
    return minutes < 90 ? t('waiting.minutes', { n: minutes }) : t('waiting.hours', { n: hours }, hours)
  }

  return { wishInWords, timeInWords }
}
