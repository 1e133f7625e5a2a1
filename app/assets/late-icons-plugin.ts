import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'

/** Where pages and components live that most visitors never open: their icons come when one of them is shown. */
const LATE = /^(?:pages|components)\/(?:account|admin|publish|imports|notices)\/|^pages\/(?:mailbox|notifications|forgot|reset|login|register)\.vue$|^layouts\/desk\.vue$/
const NAME = /i-lucide-([a-z0-9-]+)/g
export const LATE_ICONS = 'virtual:late-icons'

/** The icons that are named by late pages only, as `lucide:<name>`. `app` is the folder of the app. */
export function lateIcons(app: string): Set<string> {
  const early = new Set<string>()
  const late = new Set<string>()
  for (const entry of readdirSync(app, { recursive: true, encoding: 'utf8' })) {
    const file = entry.replaceAll('\\', '/')
    if (!/\.(?:vue|ts)$/.test(file)) continue
    for (const [, name] of readFileSync(join(app, entry), 'utf8').matchAll(NAME)) (LATE.test(file) ? late : early).add(`lucide:${name}`)
  }
  return late.difference(early)
}

/** A bundler plugin: `virtual:late-icons` is a module of its own with these icons, which the icon store asks for at the first miss. */
export function lateIconsModule(names: () => Iterable<string>) {
  return {
    name: 'foyer:late-icons',
    resolveId: (id: string) => id === LATE_ICONS ? `\0${LATE_ICONS}` : null,
    load(id: string) {
      if (id !== `\0${LATE_ICONS}`) return null
      const { icons, width, height } = createRequire(import.meta.url)('@iconify-json/lucide/icons.json') as { icons: Record<string, { body: string }>, width: number, height: number }
      const found = [...names()].map(name => [name, icons[name.replace('lucide:', '')]?.body] as const).filter(([, body]) => body !== undefined)
      return `export const width = ${width}, height = ${height}\nexport default ${JSON.stringify(Object.fromEntries(found))}`
    }
  }
}
