import { fileURLToPath } from 'node:url'
import { lateIconModules, lateIcons } from './app/assets/late-icons-plugin.ts'
import { readerFiles } from './server/http/openapi/reader-files.ts'
import { shipFaces } from './server/gateways/pdf/face-files.ts'
import { compiledMessages } from './app/i18n/compiled-messages-plugin.ts'
import { routesOnce } from './app/i18n/routes-once-plugin.ts'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** One file an area, the same in both languages (app/i18n/locales). */
const MESSAGES = ['site', 'events', 'seating', 'checkout', 'account']

/** Packages that every page runs on. */
const FRAME = /[\\/]node_modules[\\/](?:vue|@vue|vue-router|vue-i18n|@intlify|unhead|@unhead|nuxt|@nuxtjs|@sidebase|ofetch|ufo|hookable|defu|cookie-es|destr|ohash|devalue|unctx|h3|klona|object-identity)[\\/]/

/** Icons of pages that somebody who only looks around never opens. */
const late = lateIcons(here('./app'))

/** The icons that our own code names. */
let ownIcons: string[] = []

export default defineNuxtConfig({
  compatibilityDate: '2026-11-01',
  devtools: { enabled: false },
  telemetry: false,
  modules: [
    '@nuxt/ui', '@nuxtjs/i18n', '@sidebase/nuxt-auth',
    // After Nuxt UI, which adds the icons of all its components: none of those that need one is in use.
    (_options, nuxt) => void nuxt.hook('icon:clientBundleIcons', (icons) => {
      icons.clear()
      for (const name of ownIcons) if (!Object.values(late).some(place => place.has(name))) icons.add(name)
    })
  ],
  // The same names everywhere: package.json "imports" for plain Node and vitest, these for the bundlers.
  alias: { '#server': here('./server'), '#drizzle': here('./drizzle'), '#shared': here('./shared') },
  components: [{ path: '~/components', pathPrefix: false }],
  css: ['~/assets/main.css'],
  // Everything that the browser needs ships with the app: no font or icon service is asked.
  // Only what components in use need goes into the style sheet.
  ui: { fonts: false, experimental: { componentDetection: true } },
  icon: { serverBundle: { collections: ['lucide'] }, clientBundle: { scan: true }, fallbackToApi: false },
  vite: {
    // A chunk's style sheets are asked for with it; what else it imports the browser finds in it. Lists of all that for every page would weigh on each (U-03).
    build: { modulePreload: { resolveDependencies: (_file, dependencies) => dependencies.filter(name => name.endsWith('.css')) } },
    // Neither travels to the browser (U-03): no component here uses Vue's options API, and all colours are our own.
    define: { __VUE_OPTIONS_API__: 'false' },
    resolve: { alias: { 'tailwindcss/colors': here('./app/assets/no-colours.ts') } }
  },
  hooks: {
    'nitro:config'(config) {
      // What failed is logged before anybody is told; after it the frame's own handler answers.
      config.errorHandler = [here('./server/http/log-page-error.ts'), ...[config.errorHandler ?? []].flat()]
      config.publicAssets!.push({ baseURL: '/api-reader', dir: readerFiles(here('./.nuxt/api-reader')), maxAge: 3600 })
    },
    // Beside what a host's own preset does then: a hook in `nitro.hooks` would take the place of its.
    'nitro:init'(nitro) {
      nitro.hooks.hook('compiled', () => shipFaces(nitro.options.output.serverDir))
      // Callers name the type of what they ask for (shared/api). Matching two hundred routes against each address besides is more than TypeScript can do.
      nitro.hooks.hook('types:extend', types => void (types.routes = {}))
    },
    'app:templates'(app) {
      const table = app.templates.find(template => template.filename === 'routes.mjs')
      const write = table?.getContents
      if (write) table.getContents = async data => routesOnce(await write(data), here('./app/i18n/in-both-languages.ts'))
    },
    // Before every module's: what the scan of our own files has found.
    'icon:clientBundleIcons'(icons) {
      ownIcons = [...icons]
    },
    'vite:extendConfig'(config, { isClient }) {
      // The server makes style rules of the icons on a page, with the real thing; the browser only looks up the ones it came with.
      config.plugins!.push(lateIconModules(late), compiledMessages(here('./app/i18n/areas/')))
      // What every page needs is one file: many small ones compress badly (U-03).
      if (isClient) Object.assign(config.build!.rolldownOptions ??= {}, { output: { ...config.build!.rolldownOptions?.output, codeSplitting: { groups: [{ name: 'frame', test: FRAME, priority: 20 }] } } })
      if (isClient) Object.assign(config.resolve!.alias!, { '@iconify/vue': here('./app/assets/icon-store.ts'), 'ohash/utils': 'ohash/utils', 'ohash': here('./app/assets/ohash-to-compare.ts') })
    }
  },
  colorMode: { preference: 'system', fallback: 'light', storageKey: 'foyer-theme' },
  i18n: {
    strategy: 'prefix_except_default',
    defaultLocale: 'en',
    restructureDir: 'app/i18n',
    langDir: 'locales',
    locales: [
      { code: 'en', language: 'en', name: 'English', files: MESSAGES.map(name => ({ path: `en/${name}.json`, cache: true })) },
      { code: 'zh', language: 'zh-CN', name: '中文', files: MESSAGES.map(name => ({ path: `zh/${name}.json`, cache: true })) }
    ],
    // The browser has no message compiler: the server hands the messages out compiled (nitro.rollupConfig below).
    bundle: { runtimeOnly: true, dropMessageCompiler: true, fullInstall: false },
    // The address of the messages has their hash in it: whoever has them need not ask again.
    experimental: { httpCacheDuration: 31_536_000, optimizeMessageBundling: false },
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
      session: {
        dataType: {
          id: 'string', role: '\'customer\' | \'publisher\' | \'admin\'', email: 'string | null', phone: 'string | null', displayName: 'string', locale: '\'en\' | \'zh\'', avatarUrl: 'string | null', points: 'number',
          login: { idleEndsInSeconds: 'number', endsAt: 'string', secondFactor: '\'none\' | \'needed\' | \'done\'' }
        }
      }
    },
    sessionRefresh: { enablePeriodically: false, enableOnWindowFocus: false },
    globalAppMiddleware: false
  },
  nitro: {
    compressPublicAssets: { gzip: true, brotli: true },
    experimental: { asyncContext: false, websocket: true },
    rollupConfig: { plugins: [compiledMessages(here('./app/i18n/locales/'))] },
    typescript: { tsConfig: { compilerOptions: { allowImportingTsExtensions: true } } }
  },
  routeRules: {
    '/_nuxt/**': { headers: { 'cache-control': 'public, max-age=31536000, immutable' } }
  },
  experimental: {
    appManifest: false,
    payloadExtraction: false,
    componentIslands: false,
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
