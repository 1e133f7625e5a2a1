import { setResponseHeaders } from 'h3'
import { z } from 'zod'
import { POSTER_SHAPES, renderPoster } from '#server/domain/catalogue/poster/index.ts'
import { draftPosterFacts } from '#server/domain/publishing/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { localeInput, uuid } from '#shared/api/primitives.ts'

export default defineEndpoint({
  summary: 'The generated poster of a draft, as SVG',
  callers: ['publisher', 'admin'],
  scope: 'events:read',
  params: z.object({ id: uuid }),
  // `v`: the version of the draft, so that the browser asks again when it has changed.
  query: z.object({ seed: z.string().max(80).optional(), v: z.string().max(20).optional(), locale: localeInput.optional(), shape: z.enum(POSTER_SHAPES).optional() }),
  gives: 'image/svg+xml'
}, async ({ house, principal, params, query, locale, event }) => {
  const svg = renderPoster(await draftPosterFacts(house, principal!, params.id, query.seed), { locale: query.locale ?? locale, shape: query.shape ?? 'portrait' })
  // Should somebody open it as a page, nothing runs.
  setResponseHeaders(event, { 'content-type': 'image/svg+xml; charset=utf-8', 'content-security-policy': 'default-src \'none\'; style-src \'unsafe-inline\'' })
  return svg
})
