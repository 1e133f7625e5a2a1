import type { Component } from 'vue'

/** A part of a page that comes only when it is needed, with the sentences of its area; call it in `setup`. */
export function useLazyPart(area: string, load: () => Promise<{ default: Component }>): Component {
  const { $loadArea } = useNuxtApp()
  return defineAsyncComponent(async () => {
    const [part] = await Promise.all([load(), $loadArea(area)])
    return part.default
  })
}
