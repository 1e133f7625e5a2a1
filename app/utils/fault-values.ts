import type { Locale } from '#shared/text/local-text.ts'

/** What a sentence about a fault fills in, in the reader's language. */
export function faultValues(data: Record<string, unknown> | undefined, locale: Locale): Record<string, unknown> {
  const inLanguage = (value: unknown) => typeof value === 'object' && value !== null && 'en' in value && 'zh' in value ? value[locale] : value
  return Object.fromEntries(Object.entries(data ?? {}).map(([name, value]) => [name, inLanguage(value)]))
}
