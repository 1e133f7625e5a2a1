import { z } from 'zod'
import { readForecast } from '#server/domain/insight/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { forecastReply } from '#shared/api/forecast.ts'
import { uuid } from '#shared/api/primitives.ts'

export default defineEndpoint({
  summary: 'How a session will have sold when it begins, and how sure that is',
  callers: ['publisher', 'admin'],
  scope: 'stats:read',
  params: z.object({ id: uuid }),
  reply: forecastReply,
  errors: ['not-found']
}, ({ house, principal, params }) => readForecast(house, principal!, params.id))
