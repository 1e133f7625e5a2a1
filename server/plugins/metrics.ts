import { defineNitroPlugin } from 'nitropack/runtime'
import { house } from '#server/house.ts'
import { startMetrics } from '#server/http/metrics.ts'
import { log } from '#server/observing/log.ts'

/** Keeps metrics where somebody may ask for them. */
export default defineNitroPlugin(() => {
  if (import.meta.prerender || house().settings.metricsSecret === null) return
  startMetrics(house()).catch((error: unknown) => log.error('no metrics', { error }))
})
