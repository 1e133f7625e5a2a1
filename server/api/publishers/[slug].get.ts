import { z } from 'zod'
import { readPublisher } from '#server/domain/catalogue/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { publisherReply } from '#shared/api/catalogue-places.ts'
import { slugParam } from '#shared/api/primitives.ts'

export default defineEndpoint({
  summary: 'The public page of a publisher',
  callers: 'anyone',
  params: z.object({ slug: slugParam }),
  reply: publisherReply,
  errors: ['not-found'],
  cache: 'public, max-age=0, s-maxage=2'
}, ({ house, params }) => readPublisher(house, params.slug))
