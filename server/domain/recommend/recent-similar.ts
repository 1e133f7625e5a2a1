import type { Database } from '#drizzle/database.ts'
import type { SimilarReply } from '#shared/api/recommend.ts'
import { recently } from '#shared/memo/recently.ts'
import { similarTo } from './recommend.ts'

const FRESH_MS = 15_000
const STALE_MS = 60_000

const remember = recently<SimilarReply>(FRESH_MS, { staleMs: STALE_MS, name: 'similar-events' })

/** `similarTo`, a few times a minute for an event however many look at it: in an on-sale everybody looks at the same page. @throws `not-found` */
export function recentSimilar({ db }: { db: Database }, slug: string): Promise<SimilarReply> {
  return remember(db, slug, () => similarTo(db, slug))
}
