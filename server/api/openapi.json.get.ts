import { defineEndpoint } from '#server/http/endpoint.ts'
import { describeApi } from '#server/http/openapi/document.ts'
import { allRoutes } from '#server/http/openapi/routes.ts'
import { sendPacked } from '#server/http/packed-reply.ts'
import { VERSION } from '#shared/version.ts'

/** Written once a process: what endpoints declare does not change while it runs. */
let written: Promise<object> | null = null

export default defineEndpoint({
  summary: 'This document: the whole API as OpenAPI 3.1',
  callers: 'anyone',
  gives: 'application/json',
  cache: 'public, max-age=60'
}, async ({ event, house }) => {
  written ??= allRoutes().then(routes => describeApi(routes, { publicUrl: house.settings.publicUrl, version: VERSION }))
  written.catch(() => { written = null })
  await sendPacked(event, await written)
})
