import { defineNitroPlugin } from 'nitropack/runtime'
import { readSettings } from '#server/settings.ts'

/** Refuses to serve with settings that are wrong, with a line for each, and says what the settings mean. */
export default defineNitroPlugin(() => {
  try {
    const settings = readSettings()
    if (settings.redis.kind === 'memory') {
      console.log('Holds live in the memory of this process: run one process only, or set REDIS_URL.')
    }
    if (process.env.VERCEL && settings.files.kind === 'disk') {
      console.log('Uploaded pictures are forgotten here: connect a private Vercel Blob store (BLOB_READ_WRITE_TOKEN), or set FOYER_S3_BUCKET.')
    }
  } catch (problem) {
    console.error((problem as Error).message)
    process.exit(1)
  }
})
