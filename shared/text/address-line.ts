import type { Locale, LocalText } from './local-text.ts'

/** An address with its city, once: many are written with it already. */
export function addressLine(address: LocalText, city: LocalText, locale: Locale): string {
  if (address[locale].includes(city[locale])) return address[locale]
  return locale === 'zh' ? `${city.zh} ${address.zh}` : `${address.en}, ${city.en}`
}
