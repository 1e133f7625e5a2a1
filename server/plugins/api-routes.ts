import { handlers } from '#nitro-internal-virtual/server-handlers'
import { defineNitroPlugin } from 'nitropack/runtime'
import { type Route, findRoutesBy } from '#server/http/openapi/routes.ts'

/** Ours are those under these; the rest are pages, and files of modules. */
const OURS = /^\/(?:api|images|posters|sitemaps|events)\/|^\/(?:feed|sitemap)\.xml$|^\/robots\.txt$/
/** Of a module: icons by their name. */
const NOT_OURS = /^\/api\/_/

/** Tells the API's document where the routes are: in the list that Nitro's router is made from. */
export default defineNitroPlugin(() => findRoutesBy(async () => {
  const ours = handlers.filter(({ route, middleware }) => !middleware && OURS.test(route) && !NOT_OURS.test(route))
  return await Promise.all(ours.map(async ({ route, method, handler, lazy }): Promise<Route> => {
    const loaded = lazy ? (await (handler as () => Promise<{ default: unknown }>)()).default : handler
    return { method: (method ?? 'get').toUpperCase(), path: route, declaration: (loaded as { declaration?: Route['declaration'] }).declaration ?? null }
  }))
}))
