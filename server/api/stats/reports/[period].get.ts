import { setResponseHeader } from 'h3'
import { z } from 'zod'
import { makeReport } from '#server/domain/reports/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { fileReply } from '#server/http/file-reply.ts'
import { reportQuery } from '#shared/api/reports.ts'

export default defineEndpoint({
  summary: 'The report of a month or a week as a PDF or a page of HTML, in the language of `?locale=`: of the house, or of the caller\'s events',
  callers: ['publisher', 'admin'],
  scope: 'stats:read',
  // What is no time is unknown, like one that has not begun: but who may not ask hears that first.
  params: z.object({ period: z.string().max(100) }),
  query: reportQuery,
  gives: ['application/pdf', 'text/html'],
  errors: ['not-found']
}, async ({ event, house, principal, params: { period }, query, locale }) => {
  const file = await makeReport(house, principal!, { ...query, period, locale })
  if (query.format === 'pdf') return fileReply(event, 'application/pdf', `foyer-${period}.pdf`, file as Buffer)
  // Names of shows stand in it: whatever they hold, nothing runs.
  setResponseHeader(event, 'content-security-policy', 'default-src \'none\'; style-src \'unsafe-inline\'; sandbox; frame-ancestors \'none\'; base-uri \'none\'')
  return fileReply(event, 'text/html; charset=utf-8', `foyer-${period}.html`, file)
})
