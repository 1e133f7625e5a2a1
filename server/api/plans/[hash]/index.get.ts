import { appendResponseHeader, getRequestHeader, setResponseHeader } from 'h3'
import { loadEncodedPlan, readEncodedPlan } from '#server/domain/seating/index.ts'
import { acceptsBrotli } from '#server/http/accepts-brotli.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { planParams } from '#shared/api/plans.ts'

export default defineEndpoint({
  summary: 'The geometry of a seating plan (shared/seating/plan-codec.ts) by the hash of its content: it never changes.',
  callers: 'anyone',
  params: planParams,
  succeeds: [200, 304],
  gives: 'application/json',
  errors: ['not-found'],
  cache: 'public, max-age=31536000, immutable'
}, async ({ event, house, params, status }) => {
  const etag = `"${params.hash}"`
  const bytes = await loadEncodedPlan(house.db, params.hash)
  setResponseHeader(event, 'etag', etag)
  appendResponseHeader(event, 'vary', 'accept-encoding')
  if (getRequestHeader(event, 'if-none-match')?.split(',').some(tag => tag.trim().replace(/^W\//, '') === etag)) {
    status(304)
    return null
  }
  setResponseHeader(event, 'content-type', 'application/json')
  if (!acceptsBrotli(getRequestHeader(event, 'accept-encoding'))) return readEncodedPlan(bytes)
  setResponseHeader(event, 'content-encoding', 'br')
  return bytes
})
