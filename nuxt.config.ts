import { fileURLToPath } from 'node:url'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** One file an area, the same in both languages (app/i18n/locales). */
const MESSAGES = ['site', 'events', 'seating', 'checkout', 'account']

export default defineNuxtConfig({
  compatibilityDate: '2026-11-01',
  devtools: { enabled: false },
  telemetry: false,
  modules: ['@nuxt/ui', '@nuxtjs/i18n', '@sidebase/nuxt-auth'],
  // The same names everywhere: package.json "imports" for plain Node and vitest, these for the bundlers.
  alias: { '#server': here('./server'), '#drizzle': here('./drizzle'), '#shared': here('./shared') },
  components: [{ path: '~/components', pathPrefix: false }],
  css: ['~/assets/main.css'],
  // Everything that the browser needs ships with the app: no font or icon service is asked.
  ui: { fonts: false },
  icon: { serverBundle: { collections: ['lucide'] }, clientBundle: { scan: true }, fallbackToApi: false },
  colorMode: { preference: 'system', fallback: 'light', storageKey: 'foyer-theme' },
  i18n: {
    strategy: 'prefix_except_default',
    defaultLocale: 'en',
    restructureDir: 'app/i18n',
    langDir: 'locales',
    locales: [
      { code: 'en', language: 'en', name: 'English', files: MESSAGES.map(name => `en/${name}.json`) },
      { code: 'zh', language: 'zh-CN', name: '中文', files: MESSAGES.map(name => `zh/${name}.json`) }
    ],
    // Messages are compiled when building: the compiler does not travel to the browser.
    bundle: { runtimeOnly: true },
    detectBrowserLanguage: false
  },
  auth: {
    // The tokens are HttpOnly cookies that the server sets; the module only learns that somebody is logged in.
    baseURL: '/api/auth',
    disableServerSideAuth: true,
    provider: {
      type: 'local',
      endpoints: {
        signIn: { path: '/login', method: 'post' },
        signOut: { path: '/logout', method: 'post' },
        signUp: { path: '/register', method: 'post' },
        getSession: { path: '/session', method: 'get' }
      },
      token: { signInResponseTokenPointer: '/token', cookieName: 'foyer-signed-in', sameSiteAttribute: 'lax', maxAgeInSeconds: 60 * 60 * 24 * 30 },
      refresh: {
        isEnabled: true,
        endpoint: { path: '/refresh', method: 'post' },
        refreshOnlyToken: true,
        token: { signInResponseRefreshTokenPointer: '/refreshToken', cookieName: 'foyer-refreshable', maxAgeInSeconds: 60 * 60 * 24 * 30 }
      },
      session: { dataType: { id: 'string', role: '\'customer\' | \'publisher\' | \'admin\'', email: 'string | null', displayName: 'string', locale: '\'en\' | \'zh\'', avatarUrl: 'string | null', points: 'number' } }
    },
    sessionRefresh: { enablePeriodically: false, enableOnWindowFocus: false },
    globalAppMiddleware: false
  },
  nitro: {
    compressPublicAssets: { gzip: true, brotli: true },
    experimental: { asyncContext: false },
    typescript: { tsConfig: { compilerOptions: { allowImportingTsExtensions: true } } }
  },
  routeRules: {
    '/_nuxt/**': { headers: { 'cache-control': 'public, max-age=31536000, immutable' } }
  },
  experimental: {
    appManifest: false,
    payloadExtraction: false,
    // The next page's code when a finger or pointer is on its link, not when the link is merely seen.
    defaults: { nuxtLink: { prefetchOn: { interaction: true, visibility: false } } }
  },
  typescript: {
    strict: true,
    tsConfig: { compilerOptions: { allowImportingTsExtensions: true, noUncheckedIndexedAccess: true } },
    nodeTsConfig: { compilerOptions: { allowImportingTsExtensions: true } },
    sharedTsConfig: { compilerOptions: { allowImportingTsExtensions: true } }
  }
})
