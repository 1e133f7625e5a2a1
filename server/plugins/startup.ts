import { defineNitroPlugin } from 'nitropack/runtime'
import { house } from '#server/house.ts'
import { readSettings } from '#server/settings.ts'

/** Refuses to serve with settings that are wrong, says what the settings mean, and closes the house at the end. */
export default defineNitroPlugin((nitroApp) => {
  try {
    const settings = readSettings()
    if (settings.redis.kind === 'memory') {
      console.log('Holds live in the memory of this process: run one process only, or set REDIS_URL.')
    }
  } catch (problem) {
    console.error((problem as Error).message)
    process.exit(1)
  }
  nitroApp.hooks.hook('close', () => house().close())
})
