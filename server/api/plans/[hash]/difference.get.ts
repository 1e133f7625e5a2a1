import { comparePlans } from '#server/domain/seating/index.ts'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { planDifferenceQuery, planDifferenceReply } from '#shared/api/plan-drafts.ts'
import { planParams } from '#shared/api/plans.ts'

export default defineEndpoint({
  summary: 'What another plan has more, less and elsewhere, seat by seat',
  callers: 'anyone',
  params: planParams,
  query: planDifferenceQuery,
  reply: planDifferenceReply,
  errors: ['not-found'],
  cache: 'public, max-age=86400'
}, ({ house, params, query }) => comparePlans(house, params.hash, query.to))
