import bricolage from '~/assets/faces/bricolage-grotesque-latin.woff2?url'
import inter from '~/assets/faces/inter-latin.woff2?url'

/** What the head of every page has, the error page's too. */
export function useSiteHead() {
  const { t, locale } = useI18n()

  useHead({
    htmlAttrs: { lang: () => locale.value === 'zh' ? 'zh-CN' : 'en' },
    titleTemplate: title => title ? `${title} · ${t('site.name')}` : t('site.titleAlone'),
    link: [
      { rel: 'icon', href: '/favicon.svg', type: 'image/svg+xml' },
      { rel: 'alternate', type: 'application/rss+xml', title: () => t('site.name'), href: () => `/feed.xml?locale=${locale.value}` },
      // Above the fold a page in Chinese has a few digits of them: those wait, in a face of the same measures.
      ...(locale.value === 'zh' ? [] : [inter, bricolage]).map(href => ({ rel: 'preload', as: 'font', type: 'font/woff2', crossorigin: 'anonymous', href } as const))
    ],
    meta: [
      { name: 'viewport', content: 'width=device-width, initial-scale=1, viewport-fit=cover' },
      { name: 'theme-color', media: '(prefers-color-scheme: light)', content: '#fbf7f0' },
      { name: 'theme-color', media: '(prefers-color-scheme: dark)', content: '#15100d' }
    ]
  })
  if (import.meta.server) useSeoMeta({ ogSiteName: () => t('site.name'), ogType: 'website', twitterCard: 'summary_large_image' })
}
