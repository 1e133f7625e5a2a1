import { defineNitroPlugin } from 'nitropack/runtime'
import { house } from '#server/house.ts'
import { deliverSoon } from '#server/jobs/deliver-soon.ts'

/** On Vercel every write delivers what it gave rise to; elsewhere the rounds of server/plugins/jobs.ts do. */
export default defineNitroPlugin((nitro) => {
  if (!process.env.VERCEL || import.meta.prerender) return
  nitro.hooks.hook('beforeResponse', (event) => {
    if (event.method !== 'GET' && event.method !== 'HEAD' && event.path.startsWith('/api/')) deliverSoon(house())
  })
})
