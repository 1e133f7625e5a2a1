import { absolute } from './addresses.ts'
import type { JsonLd } from './json-ld.ts'

/** The way to a page, from the home page down, as schema.org BreadcrumbList. `path` is the path in the reader's language. */
export function breadcrumbsJsonLd(trail: readonly { name: string, path: string }[], baseUrl: string): JsonLd {
  return {
    '@context': 'https://schema.org',
    '@type': 'BreadcrumbList',
    'itemListElement': trail.map((step, index) => ({ '@type': 'ListItem', 'position': index + 1, 'name': step.name, 'item': absolute(baseUrl, step.path) }))
  }
}
