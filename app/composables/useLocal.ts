import { formatMoney, type Money } from '#shared/money/money.ts'
import type { Locale, LocalText } from '#shared/text/local-text.ts'

/** The reader's language, and how texts, prices and counts are said in it. */
export function useLocal() {
  const { locale } = useI18n()
  const language = computed(() => locale.value as Locale)
  return {
    locale: language,
    local: (text: LocalText) => text[language.value],
    money: (amount: Money) => formatMoney(amount, language.value),
    count: (n: number) => new Intl.NumberFormat(language.value === 'zh' ? 'zh-CN' : 'en').format(n)
  }
}
