/**
 * Canonical and language links of a page that search engines may know: absolute, by the house's public address (never the
 * request's Host header, which anyone can forge into a cached page). `keep` names query parameters that make another page.
 */
export function useSiteLinks(keep: string[] = []) {
  const { locale } = useI18n()
  const route = useRoute()
  const switchLocalePath = useSwitchLocalePath()
  const publicUrl = usePublicUrl()

  const addressIn = (language: 'en' | 'zh') => {
    const path = (switchLocalePath(language) || '/').split('?')[0]!
    const kept = new URLSearchParams(keep.flatMap(name => typeof route.query[name] === 'string' && route.query[name] ? [[name, route.query[name]]] : []))
    return publicUrl.value + path + (kept.size ? `?${kept}` : '')
  }
  useHead({
    link: () => [
      { rel: 'canonical', href: addressIn(locale.value) },
      { rel: 'alternate', hreflang: 'en', href: addressIn('en') },
      { rel: 'alternate', hreflang: 'zh-CN', href: addressIn('zh') },
      { rel: 'alternate', hreflang: 'x-default', href: addressIn('en') }
    ]
  })
  if (import.meta.server) useSeoMeta({ ogUrl: () => addressIn(locale.value), ogLocale: () => locale.value === 'zh' ? 'zh_CN' : 'en_GB' })
}

/** Where the house is reached, without a slash at the end; known to the server, carried to the browser in the page. */
export function usePublicUrl() {
  return useState('public-url', () => (import.meta.server ? process.env.FOYER_PUBLIC_URL || 'http://localhost:3000' : location.origin).replace(/\/+$/, ''))
}
