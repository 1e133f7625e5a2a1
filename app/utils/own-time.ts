import { formatDay, formatDayAndTime, formatTime, formatWeekday } from '#shared/time/format.ts'
import type { Locale } from '#shared/text/local-text.ts'

/** What happened to one's own account is told by the clock on one's own wall, not by that of a venue. In the browser only. */
const ownZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone

export const ownDay = (instant: string, locale: Locale): string => formatDay(instant, ownZone(), locale)
export const ownDayAndTime = (instant: string, locale: Locale): string => formatDayAndTime(instant, ownZone(), locale)
export const ownWeekday = (instant: string, locale: Locale): string => formatWeekday(instant, ownZone(), locale)
export const ownTime = (instant: string): string => formatTime(instant, ownZone())
