import { setResponseHeaders } from 'h3'
import { mailedReport } from '#server/domain/reports/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { mailedReportQuery } from '#shared/api/report-receivers.ts'

export default defineEndpoint({
  summary: 'The whole report behind the link of a mail, for sixty days and as long as the address gets reports',
  callers: 'anyone',
  query: mailedReportQuery,
  gives: ['text/html'],
  errors: ['not-found']
}, async ({ event, house, query }) => {
  const file = await mailedReport(house, query.token)
  setResponseHeaders(event, {
    'content-type': 'text/html; charset=utf-8',
    // Names of shows stand in it: whatever they hold, nothing runs. The address is the key to it: it goes nowhere else.
    'content-security-policy': 'default-src \'none\'; style-src \'unsafe-inline\'; sandbox; frame-ancestors \'none\'; base-uri \'none\'',
    'referrer-policy': 'no-referrer',
    'x-robots-tag': 'noindex'
  })
  return file
})
