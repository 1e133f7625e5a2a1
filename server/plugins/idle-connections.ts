import type { Server } from 'node:http'
import { defineNitroPlugin } from 'nitropack/runtime'

/**
 * How long a connection may stay open between two requests, in ms. Proxies keep theirs for a minute (nginx `keepalive_timeout`, AWS load
 * balancers "idle timeout"), and a request that they send into a connection which we are just closing, after Node's five seconds, is lost.
 */
const IDLE_MS = 65_000

export default defineNitroPlugin((nitro) => {
  nitro.hooks.hook('request', ({ node }) => {
    const { server } = node.req.socket as { server?: Server }
    if (server && server.keepAliveTimeout !== IDLE_MS) server.keepAliveTimeout = IDLE_MS
  })
})
