import { distributeGivenBack } from '#server/domain/waiting-list/index.ts'
import type { House } from '#server/house.ts'
import { log } from '#server/observing/log.ts'
import { describeError } from '#shared/errors/describe-error.ts'
import { deliverNews, sendPost } from './housekeeping.ts'

/** Where Vercel keeps what belongs to the request at hand (as its package @vercel/functions reads it). */
const REQUEST_CONTEXT = Symbol.for('@vercel/request-context')
type Background = (work: Promise<unknown>) => void

/**
 * Where no process lives on between requests: news of this request go out right behind its answer, because a code that waits for
 * the next run of the cron comes too late. What fails, or finds no time, waits for that run.
 */
export function deliverSoon(house: House, background: Background | undefined = platformBackground()): void {
  background?.(distributeGivenBack(house).then(() => deliverNews(house, 1)).then(() => sendPost(house)).catch((error: unknown) => log.warn('news have to wait', { error: describeError(error) })))
}

function platformBackground(): Background | undefined {
  const context = (globalThis as { [REQUEST_CONTEXT]?: { get?(): { waitUntil?: Background } | undefined } })[REQUEST_CONTEXT]
  return context?.get?.()?.waitUntil
}
