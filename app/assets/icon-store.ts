/**
 * What Nuxt Icon needs of `@iconify/vue` in a browser that gets all its icons with the app: a store. Icons are never
 * fetched, so the loader, its cache and its retries stay out of what every page ships (U-03). nuxt.config.ts puts
 * this module into that one's place, in the browser's bundle only.
 */
export interface IconData { body: string, width?: number, height?: number }

const icons = new Map<string, IconData>()

export function addIcon(name: string, data: IconData): boolean {
  icons.set(name, data)
  return true
}

/** `name` is an icon's set and own name, `lucide:search`. */
export function getIcon(name: string): IconData | null {
  return icons.get(name) ?? null
}

export async function loadIcon(name: string): Promise<IconData> {
  if (!icons.has(name)) await loadLate(name)
  const icon = getIcon(name)
  if (!icon) throw new Error(`No icon ${name} came with the app`)
  return icon
}

/** Icons of buying, of the desk and of the gate are files of their own (late-icons-plugin.ts), asked for in this order. */
const LATE = [() => import('virtual:late-icons/buying'), () => import('virtual:late-icons/desk'), () => import('virtual:late-icons/gate')]
const loading: Promise<void>[] = []

async function loadLate(name: string): Promise<void> {
  for (const [place, load] of LATE.entries()) {
    loading[place] ??= load().then(({ default: bodies, width, height }) => {
      for (const [icon, body] of Object.entries(bodies)) addIcon(icon, { body, width, height })
    })
    await loading[place]
    if (icons.has(name)) return
  }
}

export function addAPIProvider(): void {}
export function setCustomIconsLoader(): void {}
export const _api = { setFetch(): void {} }
/** Icons are drawn by style sheets here (icon.mode is css), never as elements of their own. */
export const Icon = null
