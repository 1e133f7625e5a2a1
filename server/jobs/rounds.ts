import { closeOverdue, closeOverdueTopUps, lookAfterPayments, settleWaitingRefunds } from '#server/domain/payments/index.ts'
import { keepStatsUp } from '#server/domain/insight/index.ts'
import { keepPassesUp, tellDevices } from '#server/domain/passes/index.ts'
import { sweepPrices } from '#server/domain/pricing/index.ts'
import { keepCounts, keepUp } from '#server/domain/search/index.ts'
import { planEventReminders } from '#server/domain/reminders/index.ts'
import { makeCopies } from '#server/domain/privacy/index.ts'
import { keepRecommendationsUp } from '#server/domain/recommend/index.ts'
import { refundCalledOff } from '#server/domain/refunds/index.ts'
import { distributeGivenBack, walkLists } from '#server/domain/waiting-list/index.ts'
import { remindOfSales, tellOfFavourites } from '#server/domain/wishes/index.ts'
import { deliverWebhooks } from '#server/domain/webhooks/index.ts'
import type { House } from '#server/house.ts'
import { deliverNews, sendPost, sweep, throwAway } from './housekeeping.ts'

/** Work that the house does by itself, again and again. Safe to repeat, to miss, and to run in several processes at once. */
export interface Round {
  name: string
  /** Wait between two runs in a long-lived process, in ms. */
  everyMs: number
  run(house: House): Promise<void>
}

export const ROUNDS: readonly Round[] = [
  { name: 'news', everyMs: 500, run: house => deliverNews(house) },
  { name: 'post', everyMs: 700, run: sendPost },
  { name: 'sweep', everyMs: 5_000, run: sweep },
  { name: 'given-back', everyMs: 500, run: distributeGivenBack },
  { name: 'waiting-lists', everyMs: 5_000, run: walkLists },
  { name: 'sandbox', everyMs: 500, run: async house => void await house.sandbox?.sendDue() },
  { name: 'payments', everyMs: 5_000, run: async house => void await lookAfterPayments(house) },
  { name: 'overdue', everyMs: 1_000, run: async house => void await closeOverdue(house) },
  { name: 'overdue-top-ups', everyMs: 10_000, run: async house => void await closeOverdueTopUps(house) },
  { name: 'refunds', everyMs: 2_000, run: settleWaitingRefunds },
  { name: 'called-off', everyMs: 1_000, run: async house => void await refundCalledOff(house) },
  { name: 'passes', everyMs: 1_500, run: async house => void await keepPassesUp(house) },
  { name: 'pass-devices', everyMs: 1_500, run: async house => void await tellDevices(house) },
  { name: 'webhooks', everyMs: 1_000, run: async house => void await deliverWebhooks(house) },
  { name: 'prices', everyMs: 5_000, run: async house => void await sweepPrices(house.db) },
  { name: 'sale-reminders', everyMs: 5_000, run: async house => void await remindOfSales(house.db) },
  { name: 'favourites', everyMs: 120_000, run: async house => void await tellOfFavourites(house.db) },
  { name: 'event-reminders', everyMs: 30_000, run: planEventReminders },
  { name: 'search-counts', everyMs: 3_000, run: keepCounts },
  { name: 'search-index', everyMs: 30_000, run: async house => void await keepUp(house) },
  { name: 'recommendations', everyMs: 10_000, run: async house => void await keepRecommendationsUp(house) },
  { name: 'copies', everyMs: 2_000, run: async house => void await makeCopies(house) },
  { name: 'statistics', everyMs: 60_000, run: async house => void await keepStatsUp(house.db) },
  { name: 'throw-away', everyMs: 600_000, run: throwAway }
]
