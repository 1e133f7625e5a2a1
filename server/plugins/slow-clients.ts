import { defineNitroPlugin } from 'nitropack/runtime'
import { endSlowClients } from '#server/http/slow-clients.ts'
import { readSettings } from '#server/settings.ts'

/** Before the server listens. Where a platform serves for us it makes its own limits, and nothing is seen here. */
export default defineNitroPlugin((nitro) => {
  if (import.meta.prerender) return
  nitro.hooks.hook('close', endSlowClients(readSettings().slowClientSeconds))
})
