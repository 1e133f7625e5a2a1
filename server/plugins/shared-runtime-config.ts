import type { H3Event } from 'h3'
import { defineNitroPlugin, useRuntimeConfig } from 'nitropack/runtime'

/**
 * Gives API requests the runtime config that was read at start. Otherwise Nitro clones it and reads the environment again for each
 * request in which a module asks for it (the i18n module does, before any handler), which took half the time of a hold.
 * Before any other hook of a request, hence `beforeEach`: modules' plugins come first otherwise.
 */
export default defineNitroPlugin((nitro) => {
  const shared = useRuntimeConfig()
  nitro.hooks.beforeEach(({ name, args }) => {
    if (name !== 'request') return
    // The hook's name comes first among the arguments, whatever the types say.
    const event = args.at(-1) as unknown as H3Event
    if (event.path.startsWith('/api/')) event.context.nitro.runtimeConfig = shared
  })
})
