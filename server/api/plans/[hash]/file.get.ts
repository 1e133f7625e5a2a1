import { setResponseHeaders } from 'h3'
import { planAsFile } from '#server/domain/seating/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { planFileQuery } from '#shared/api/plan-drafts.ts'
import { planParams } from '#shared/api/plans.ts'

export default defineEndpoint({
  summary: 'A plan as a file: our own JSON, pretix JSON or CSV',
  callers: 'anyone',
  params: planParams,
  query: planFileQuery,
  gives: ['application/json', 'text/csv'],
  errors: ['not-found'],
  cache: 'public, max-age=86400'
}, async ({ event, house, params, query }) => {
  const file = await planAsFile(house, params.hash, query.format)
  const isCsv = query.format === 'csv'
  setResponseHeaders(event, { 'content-type': isCsv ? 'text/csv; charset=utf-8' : 'application/json', 'content-disposition': `attachment; filename="plan-${params.hash.slice(0, 8)}.${isCsv ? 'csv' : 'json'}"` })
  return file
})
