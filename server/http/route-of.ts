import type { H3Event } from 'h3'

/**
 * The template of the route that answers, never the path that was asked for: there are few of them, and none has somebody's token in it.
 * Pages say theirs while they are rendered (app/plugins/page-route.server.ts).
 */
export function routeOf(event: H3Event): string {
  const page = event.context.pageRoute as string | undefined
  if (page) return page
  if (event.path.startsWith('/_nuxt/')) return '/_nuxt/**'
  return event.context.matchedRoute?.path ?? '(none)'
}
