import { nameOf } from './in-both-languages.ts'

/** A page's record in English with its Chinese twin behind it, as they stand in the table of routes. */
const PAIR = /\{\s*name: "([^"]+)___en",\s*path: "([^"]+)",\s*(?:meta: (\w+) \|\| \{\},\s*)?component: (\(\) => import\("[^"]+"\))\s*\},\s*\{\s*name: "\1___zh",\s*path: "\/zh([^"]*)",\s*(?:meta: (\w+) \|\| \{\},\s*)?component: \4\s*\}/g

/**
 * The table of routes with each page once: every visitor's browser gets it with the first page, and written out in two languages it is
 * one and a half kilobytes longer (U-03). Pages with pages inside stay as they are. `helper`: where the browser's half of this is.
 */
export function routesOnce(table: string, helper: string): string {
  let count = 0
  const once = table.replace(PAIR, (pair, name: string, path: string, meta: string | undefined, component: string, zhPath: string, zhMeta: string | undefined) => {
    if (zhPath !== (path === '/' ? '' : path) || meta !== zhMeta) return pair
    count++
    const more = [meta, name === nameOf(path) ? undefined : JSON.stringify(name)]
    while (more.length > 0 && more.at(-1) === undefined) more.pop()
    return `...inBothLanguages(${[JSON.stringify(path), component, ...more.map(argument => argument ?? 'undefined')].join(', ')})`
  })
  return count === 0 ? table : `import { inBothLanguages } from ${JSON.stringify(helper)}\n${once}`
}
