import { type H3Event, getRequestHeader, getRequestHost } from 'h3'
import { DomainError } from '#shared/errors/domain-error.ts'

/**
 * Refuses what another site makes a browser send, writes and live lines: cookies ride along on those. Browsers say where a request comes from
 * by Sec-Fetch-Site, older ones by Origin; programs that are no browsers send neither and carry no cookies of anybody.
 */
export function refuseCrossSite(event: H3Event): void {
  const fetchSite = getRequestHeader(event, 'sec-fetch-site')
  if (fetchSite !== undefined && fetchSite !== 'same-origin' && fetchSite !== 'none') throw new DomainError('cross-site')
  const origin = getRequestHeader(event, 'origin')
  if (origin === undefined) return
  if (!URL.canParse(origin) || new URL(origin).host !== getRequestHost(event)) throw new DomainError('cross-site')
}
