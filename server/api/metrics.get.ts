import { setResponseHeader } from 'h3'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { currentMetrics, startMetrics } from '#server/http/metrics.ts'
import { showsSecret } from '#server/http/shows-secret.ts'
import { DomainError } from '#shared/errors/domain-error.ts'

export default defineEndpoint({
  summary: 'Numbers of this instance for Prometheus, to whoever shows `METRICS_SECRET` as a bearer token. Without one set there is nothing here',
  callers: 'anyone',
  gives: 'text/plain',
  errors: ['not-found']
}, async ({ house, event }) => {
  if (!showsSecret(event, house.settings.metricsSecret)) throw new DomainError('not-found')
  await startMetrics(house)
  const metrics = currentMetrics()!
  setResponseHeader(event, 'content-type', metrics.contentType)
  return await metrics.text()
})
