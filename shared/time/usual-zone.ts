import type { Locale } from '#shared/text/local-text.ts'

/** Where a reader lives whose browser never said: most who read Chinese live by this clock. */
export const USUAL_ZONE: Record<Locale, string> = { en: 'UTC', zh: 'Asia/Shanghai' }
