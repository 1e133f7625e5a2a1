import type { Locale } from '#shared/text/local-text.ts'

const WORDS = {
  en: { title: 'Foyer API', lead: 'Everything that Foyer\'s own pages do, programs can do.', home: 'To the shows', document: 'OpenAPI document', other: '中文', skip: 'To the endpoints', noScript: 'The reader needs JavaScript. The document itself does not:' },
  zh: { title: 'Foyer API', lead: 'Foyer 页面能做的一切，程序也能做。接口说明为英文。', home: '返回演出', document: 'OpenAPI 文档', other: 'English', skip: '跳到接口列表', noScript: '阅读器需要 JavaScript，文档本身则不需要：' }
} satisfies Record<Locale, Record<string, string>>

/** The frame around Swagger UI, whose files come with the app (nuxt.config.ts, `publicAssets`). */
export function readerPage(locale: Locale): string {
  const words = WORDS[locale]
  const other = locale === 'zh' ? 'en' : 'zh'
  return `<!doctype html>
<html lang="${locale === 'zh' ? 'zh-CN' : 'en'}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>${words.title}</title>
<link rel="icon" href="/favicon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/api-reader/swagger-ui.css">
<link rel="stylesheet" href="/api-frame/frame.css">
<script src="/api-frame/theme.js"></script>
</head>
<body>
<a class="skip" href="#reader">${words.skip}</a>
<header class="frame">
  <div><h1>${words.title}</h1><p>${words.lead}</p></div>
  <nav><a href="${locale === 'zh' ? '/zh' : '/'}">${words.home}</a><a href="/api/openapi.json">${words.document}</a><a href="/api/docs?locale=${other}" hreflang="${other}" lang="${other === 'zh' ? 'zh-CN' : 'en'}">${words.other}</a></nav>
</header>
<main id="reader" tabindex="-1"><noscript><p class="frame">${words.noScript} <a href="/api/openapi.json">/api/openapi.json</a></p></noscript></main>
<script src="/api-reader/swagger-ui-bundle.js"></script>
<script src="/api-frame/start.js"></script>
</body>
</html>
`
}
