/**
 * Sentences of pages that most visitors never open (desk, account settings) come with those pages, not with every page (U-03).
 * A page says which it needs: `definePageMeta({ messages: ['desk', 'publish'] })`; the files are app/i18n/areas/<area>/<locale>.json.
 */
/** Which file is where is known to those pages only, too: the list of all of them is a file of its own. */
const findFile = async (area: string, locale: string) => (await import('../i18n/area-files.ts')).areaFiles[`./areas/${area}/${locale}.json`]!

export default defineNuxtPlugin({
  name: 'area-messages',
  dependsOn: ['i18n:plugin'],
  setup(nuxtApp) {
    const i18n = nuxtApp.$i18n
    const merged = new Set<string>()
    /** Areas of parts that came after their page: they stay, so the other language needs them too. */
    const asked = new Set<string>()

    async function load(areas: readonly string[], locale: 'en' | 'zh') {
      await Promise.all(areas.map(async (area) => {
        const name = `${area} ${locale}`
        if (merged.has(name)) return
        i18n.mergeLocaleMessage(locale, (await (await findFile(area, locale))()).default)
        merged.add(name)
      }))
    }

    addRouteMiddleware('area-messages', async (to) => {
      const areas = [...to.meta.messages ?? [], ...asked]
      // Before the page of the other language is shown, its sentences must be there as well.
      if (areas.length) await load(areas, to.path === '/zh' || to.path.startsWith('/zh/') ? 'zh' : 'en')
    }, { global: true })

    // The page that is still open speaks the new language from the moment in which that is set, before the new page is there.
    nuxtApp.hook('i18n:beforeLocaleSwitch', async ({ newLocale, initialSetup }) => {
      if (!initialSetup) await load([...useRouter().currentRoute.value.meta.messages ?? [], ...asked], newLocale as 'en' | 'zh')
    })

    return {
      provide: {
        /** Brings the sentences of an area to the page that is open. */
        loadArea(area: string) {
          asked.add(area)
          return load([area], i18n.locale.value)
        }
      }
    }
  }
})

declare module '#app' {
  interface PageMeta {
    /** Areas of app/i18n/areas whose sentences the page needs. */
    messages?: string[]
  }
}
