import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'

/**
 * Where pages and components live that a visitor who only looks around never opens: their icons come when one of them is shown. An
 * icon that two of these places name comes with the first.
 */
const LATE: Record<string, RegExp> = {
  buying: /^components\/(?:seating|checkout|ticket)\/|^pages\/(?:sessions|orders|pay|tickets)\/|^pages\/checkout\.vue$/,
  desk: /^(?:pages|components)\/(?:account|admin|publish|planner|imports|notices|charts|numbers)\/|^pages\/(?:mailbox|notifications|forgot|reset|login|register|unsubscribe)\.vue$|^layouts\/desk\.vue$/,
  gate: /^(?:pages|components)\/gate\//
}
const ID = 'virtual:late-icons/'

interface IconSet { icons: Record<string, { body: string }>, aliases: Record<string, { parent: string }>, width: number, height: number }

/** The icons that only such places name, as `lucide:<name>`, by the place. `app` is the folder of the app. */
export function lateIcons(app: string): Record<string, Set<string>> {
  const places = Object.keys(LATE)
  const placeOf = new Map<string, string>()
  for (const entry of readdirSync(app, { recursive: true, encoding: 'utf8' })) {
    const file = entry.replaceAll('\\', '/')
    if (!/\.(?:vue|ts)$/.test(file)) continue
    const place = places.find(name => LATE[name]!.test(file)) ?? ''
    for (const [, name] of readFileSync(join(app, entry), 'utf8').matchAll(/i-lucide-([a-z0-9-]+)/g)) {
      const known = placeOf.get(`lucide:${name}`)
      if (known === undefined || places.indexOf(place) < places.indexOf(known)) placeOf.set(`lucide:${name}`, place)
    }
  }
  return Object.fromEntries(places.map(place => [place, new Set([...placeOf].filter(([, of]) => of === place).map(([name]) => name))]))
}

/** A bundler plugin: `virtual:late-icons/<place>` is a module of its own, which the icon store asks for when an icon is missing. */
export function lateIconModules(late: Record<string, Set<string>>) {
  return {
    name: 'foyer:late-icons',
    resolveId: (id: string) => id.startsWith(ID) ? `\0${id}` : null,
    load(id: string) {
      if (!id.startsWith(`\0${ID}`)) return null
      const { icons, aliases, width, height } = createRequire(import.meta.url)('@iconify-json/lucide/icons.json') as IconSet
      const found = [...late[id.slice(ID.length + 1)]!].map((name) => {
        const plain = name.replace('lucide:', '')
        // Lucide keeps the former names of its icons as aliases.
        const body = (icons[plain] ?? icons[aliases[plain]?.parent ?? ''])?.body
        if (body === undefined) throw new Error(`There is no icon ${name}: a page would show an empty place`)
        return [name, body] as const
      })
      return `export const width = ${width}, height = ${height}\nexport default ${JSON.stringify(Object.fromEntries(found))}`
    }
  }
}
