import type { Performer } from '#drizzle/schema/index.ts'
import type { SeatingPlan } from '#shared/seating/plan.ts'
import type { LocalText } from '#shared/text/local-text.ts'

/** The shapes in which the demo catalogue is written down. */

export interface DemoVenue {
  slug: string
  name: LocalText
  address: LocalText
  city: LocalText
  country: string
  timeZone: string
  latitude: number
  longitude: number
  /** Halls by key; each is drawn when the demo is seeded. */
  halls: Record<string, () => SeatingPlan>
}

export type Weekday = 'sun' | 'mon' | 'tue' | 'wed' | 'thu' | 'fri' | 'sat'

/** A session, said as a theatre would: the second Friday from now at 19:30, about 60 % sold. */
export interface DemoSession {
  day: Weekday
  /** 0: the first such day after today. Negative: weeks ago. */
  week: number
  /** Wall clock of the venue. */
  time: string
  /** 0 to 1, of the seats and of the standing places. */
  sold: number
}

export interface DemoEvent {
  slug: string
  /** What its poster shows: a name of server/domain/catalogue/poster/motifs/all.ts, with a palette where it has several. */
  motif: string
  category: string
  name: LocalText
  summary: LocalText
  organiser: LocalText
  performers: Performer[]
  status?: 'approved' | 'cancelled' | 'ended'
  featuredRank?: number
  venue: string
  hall: string
  minutes: number
  /** Doors open so long before the start. */
  doorsMinutes?: number
  sessions: DemoSession[]
  /** All-in prices in yuan by category of the plan; a category without a price is not sold. */
  prices: Record<string, number>
  /** A second, cheaper ticket type. */
  concession?: { name: LocalText, share: number }
  /** Its prices move by rules. */
  pricesMove?: true
  perPersonLimit?: number
  /** Seats may not be chosen so that a single one is left over. Other halls of the demo are half sold at random. */
  leavesNoSingleSeat?: boolean
  /** Days from today until tickets go on sale; on sale already where left out. */
  saleStartsInDays?: number
}

/** `on('fri', 1, '19:30', 0.6)`: Friday in a week. */
export function on(day: Weekday, week: number, time: string, sold: number): DemoSession {
  return { day, week, time, sold }
}

export const person = (nameEn: string, nameZh: string): Performer => ({ nameEn, nameZh, kind: 'person' })
export const group = (nameEn: string, nameZh: string): Performer => ({ nameEn, nameZh, kind: 'group' })

export const STUDENT = { name: { en: 'Student', zh: '学生票' }, share: 0.7 }
export const CHILD = { name: { en: 'Child', zh: '儿童票' }, share: 0.5 }
