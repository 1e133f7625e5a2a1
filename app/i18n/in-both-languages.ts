import type { RouteComponent, RouteMeta, RouteRecordRaw } from 'vue-router'

/** The two records of a page, as the language module would write them out: English without a prefix, Chinese under `/zh`. `name`: where it is not the path's. */
export function inBothLanguages(path: string, component: () => Promise<RouteComponent>, meta: RouteMeta = {}, name = nameOf(path)): RouteRecordRaw[] {
  return [{ name: `${name}___en`, path, meta, component }, { name: `${name}___zh`, path: `/zh${path === '/' ? '' : path}`, meta, component }]
}

/** The name that Nuxt gives the page at a path: `/orders/:id()/change` is `orders-id-change`. */
export function nameOf(path: string): string {
  return path.slice(1).replace(/[:()]/g, '').replaceAll('/', '-') || 'index'
}
