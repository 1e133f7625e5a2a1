import { sendRedirect } from 'h3'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { unsubscribeQuery } from '#shared/api/notices.ts'

export default defineEndpoint({
  summary: 'The same link opened in a browser: leads to a page with a button. Mail scanners open links too, so opening changes nothing.',
  callers: 'anyone',
  query: unsubscribeQuery,
  succeeds: [302]
}, async ({ event, locale, query }) => await sendRedirect(event, `${locale === 'zh' ? '/zh' : ''}/unsubscribe?token=${encodeURIComponent(query.token)}`, 302))
