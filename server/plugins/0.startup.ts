import { defineNitroPlugin } from 'nitropack/runtime'
import { takeConsole } from '#server/observing/console-to-log.ts'
import { configureLog, log } from '#server/observing/log.ts'
import { readSettings } from '#server/settings.ts'

/** Before all other plugins, some of which open the house. Refuses to serve with settings that are wrong, with a line for each, and says what the settings mean. */
export default defineNitroPlugin(() => {
  try {
    const settings = readSettings()
    configureLog(settings.log)
    // A developer reads stacks as they are; everything else gets one line an event.
    if (!import.meta.dev && !import.meta.prerender) takeConsole()
    if (settings.redis.kind === 'memory') {
      log.info('Holds live in the memory of this process: run one process only, or set REDIS_URL.')
    }
    if (process.env.VERCEL && settings.files.kind === 'disk') {
      log.info('Uploaded pictures are forgotten here: connect a private Vercel Blob store (BLOB_READ_WRITE_TOKEN), or set FOYER_S3_BUCKET.')
    }
  } catch (problem) {
    console.error((problem as Error).message)
    process.exit(1)
  }
})
