import { describe, expect, it } from 'vitest'
import { inBothLanguages, nameOf } from '../../../app/i18n/in-both-languages.ts'
import { routesOnce } from '../../../app/i18n/routes-once-plugin.ts'

const record = (name: string, path: string, file: string, meta?: string) => `{\n    name: "${name}",\n    path: "${path}",\n${meta ? `    meta: ${meta} || {},\n` : ''}    component: () => import("/app/pages/${file}.vue")\n  }`
const table = (...records: string[]) => `import { default as m } from "x"\n\nexport default [\n  ${records.join(',\n  ')}\n]`

/** What the table says when it is run. */
function routesOf(code: string): unknown {
  const body = code.replace(/^import .*$/gm, '').replace('export default', 'return').replaceAll('import(', 'file(')
  const routes = new Function('inBothLanguages', 'file', 'm', body)(inBothLanguages, (file: string) => file, { layout: 'desk' }) as { component(): string, meta?: object }[]
  return routes.map(({ component, meta = {}, ...route }) => ({ ...route, meta, file: component() }))
}

describe('the table of routes', () => {
  it.each([
    ['a page', table(record('about___en', '/about', 'about', 'm'), record('about___zh', '/zh/about', 'about', 'm'))],
    ['the front page', table(record('index___en', '/', 'index'), record('index___zh', '/zh', 'index'))],
    ['a page of something', table(record('orders-id-change___en', '/orders/:id()/change', 'change'), record('orders-id-change___zh', '/zh/orders/:id()/change', 'change'))],
    ['a page whose name is its own', table(record('till___en', '/checkout', 'checkout'), record('till___zh', '/zh/checkout', 'checkout'))]
  ])('has %s once, and says the same', (_, written) => {
    const once = routesOnce(written, '/helper.ts')
    expect(once.match(/\.vue/g)).toHaveLength(1)
    expect(routesOf(once)).toEqual(routesOf(written))
  })

  it.each([
    ['another path in Chinese', table(record('about___en', '/about', 'about'), record('about___zh', '/zh/guanyu', 'about'))],
    ['pages inside it', table(record('a___en', '/a', 'a').replace(/\n {2}\}$/, ',\n    children: []\n  }'), record('a___zh', '/zh/a', 'a'))],
    ['no twin', table(record('about___en', '/about', 'about'), record('other___zh', '/zh/other', 'other'))]
  ])('is left alone where a page has %s', (_, written) => {
    expect(routesOnce(written, '/helper.ts')).toBe(written)
  })

  it('names pages as Nuxt does', () => {
    expect(['/', '/events/:slug()', '/publish/sessions/:id()/waiting-list'].map(nameOf)).toEqual(['index', 'events-slug', 'publish-sessions-id-waiting-list'])
  })
})
