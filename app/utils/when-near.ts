import { type Component, defineAsyncComponent, type HydrationStrategy } from 'vue'

/** How far below the window a part already comes to life. */
const MARGIN = '400px'

const near: HydrationStrategy = (hydrate, forEachElement) => {
  const watcher = new IntersectionObserver((entries) => {
    if (!entries.some(entry => entry.isIntersecting)) return
    watcher.disconnect()
    hydrate()
  }, { rootMargin: MARGIN })
  // A part with nothing in it is a comment only.
  forEachElement(element => element instanceof Element && watcher.observe(element))
  return () => watcher.disconnect()
}

/** A part that the server has drawn and that comes to life when somebody gets near it; its links work before, too. */
export const whenNear = (loader: () => Promise<{ default: Component }>): Component => defineAsyncComponent({ loader: async () => (await loader()).default, hydrate: near })
