import { defineNitroPlugin } from 'nitropack/runtime'
import { MOST_HEARD_BYTES, admitSocket } from '#server/http/live/admit-socket.ts'
import { lines } from '#server/http/live/lines.ts'

/** Says who may open a WebSocket, and ends all live lines when this process is asked to end: they would never end by themselves. */
export default defineNitroPlugin((nitro) => {
  // For `ws`, which crossws has in it; read by Nitro when it begins to listen.
  Object.assign(nitro.h3App.options, { websocket: { serverOptions: { maxPayload: MOST_HEARD_BYTES, verifyClient: admitSocket } } })
  if (process.env.VERCEL || import.meta.prerender) return
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => lines.closeAll())
})
