import type { Locale } from '#shared/text/local-text.ts'

/** Sentences one after the other; empty ones are left out. Chinese has no space between them. */
export const joinSentences = (locale: Locale, ...said: string[]): string => said.filter(Boolean).join(locale === 'zh' ? '' : ' ')
