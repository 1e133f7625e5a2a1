import { defineNitroPlugin } from 'nitropack/runtime'

/** HEAD is GET without the body (RFC 9110, section 9.3.2), which Node leaves out by itself; the router alone would not find it. */
export default defineNitroPlugin((nitro) => {
  nitro.hooks.hook('request', (event) => {
    if (event.node.req.method === 'HEAD' && event.path.startsWith('/api/')) event._method = 'GET'
  })
})
