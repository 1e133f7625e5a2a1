import { IncomingMessage } from 'node:http'
import { defineNitroPlugin } from 'nitropack/runtime'
import { noteRequest } from '#server/http/note-request.ts'

/** Notes each request that comes from the network when it is over. What pages ask of the API inside the process is a part of theirs. */
export default defineNitroPlugin((nitro) => {
  if (import.meta.prerender) return
  nitro.hooks.hook('request', (event) => {
    if (event.node.req instanceof IncomingMessage) noteRequest(event)
  })
})
