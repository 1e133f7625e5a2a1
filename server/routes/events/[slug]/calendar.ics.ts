import { setResponseHeaders } from 'h3'
import { z } from 'zod'
import { readEvent } from '#server/domain/catalogue/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { slugParam } from '#shared/api/primitives.ts'
import { eventCalendar } from '#shared/feeds/calendar.ts'

export default defineEndpoint({
  summary: 'The sessions of an event for one\'s calendar, in the language of `?locale=`',
  callers: 'anyone',
  params: z.object({ slug: slugParam }),
  gives: 'text/calendar',
  errors: ['not-found'],
  cache: 'public, max-age=0, s-maxage=2'
}, async ({ event, house, params, locale }) => {
  const show = await readEvent(house, params.slug)
  setResponseHeaders(event, { 'content-type': 'text/calendar; charset=utf-8', 'content-disposition': 'attachment; filename="foyer.ics"' })
  return eventCalendar([show], { baseUrl: house.settings.publicUrl, locale, name: show.name[locale] })
})
