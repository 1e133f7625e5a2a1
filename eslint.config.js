import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { createConfigForNuxt } from '@nuxt/eslint-config/flat'
import importX, { createNodeResolver } from 'eslint-plugin-import-x'

const here = path => fileURLToPath(new URL(path, import.meta.url))
const domainAreas = readdirSync(here('./server/domain'), { withFileTypes: true }).filter(entry => entry.isDirectory()).map(entry => entry.name)

/** The direction of imports (CONTRIBUTING.md, "Where things live"): who must not know whom, and why. */
const zones = [
  { target: './app', from: ['./server', './drizzle', './tests'], message: 'Pages reach the server by HTTP only.' },
  { target: './shared', from: ['./app', './server', './drizzle', './tests'], message: 'What both sides know depends on neither.' },
  { target: './drizzle/schema', from: ['./app', './server', './tests'], message: 'The schema knows nobody.' },
  { target: './server', from: ['./app', './tests'], message: 'The server knows neither pages nor tests.' },
  { target: ['./server/api', './server/routes'], from: ['./server/gateways', './server/commands', './drizzle'], message: 'An endpoint authorises, parses and calls one domain function.' },
  { target: './server/http', from: ['./server/api', './server/gateways', './server/jobs', './server/commands'], message: 'What serves all endpoints knows none of them.' },
  { target: './server/domain', from: './server', except: ['./domain'], message: 'The business knows neither HTTP nor gateways: it gets what it needs as its first argument.' },
  { target: './server/domain', from: './drizzle', except: ['./schema', './database.ts', './transaction.ts'], message: 'The business knows the schema and the database handle only.' },
  { target: './server/gateways', from: ['./server/api', './server/http', './server/jobs', './server/plugins', './server/routes', './server/commands'], message: 'A gateway implements an interface of the domain.' },
  ...domainAreas.map(area => ({
    target: `./server/domain/${area}`,
    from: './server/domain',
    except: [`./${area}`, ...domainAreas.map(other => `./${other}/index.ts`)],
    message: 'Domain areas talk through each other\'s index.ts.'
  }))
]

const vendors = ['h3', 'nitropack', 'nitropack/*', 'nuxt', 'nuxt/*', '#imports', 'ioredis', '@upstash/redis', 'postgres', 'stripe', 'nodemailer', 'web-push', 'sharp', 'openid-client', 'aws4fetch', '@vercel/blob', 'alipay-sdk', 'pdfkit', 'passkit-generator']

export default createConfigForNuxt(
  { features: { stylistic: { indent: 2, quotes: 'single', semi: false, commaDangle: 'never', braceStyle: '1tbs', arrowParens: false } }, dirs: { src: ['./app'] } },
  {
    ignores: ['drizzle/migrations/**', 'bench-results/**', 'test-results/**', 'playwright-report/**', '.data/**']
  },
  {
    name: 'foyer/lines',
    rules: {
      '@stylistic/arrow-parens': 'off',
      '@stylistic/member-delimiter-style': 'off',
      '@stylistic/quote-props': 'off',
      '@stylistic/max-statements-per-line': ['error', { max: 2 }],
      '@stylistic/operator-linebreak': ['error', 'before', { overrides: { '=': 'after' } }],
      'vue/max-attributes-per-line': 'off',
      'vue/singleline-html-element-content-newline': 'off',
      'vue/html-self-closing': ['error', { html: { void: 'any' } }],
      'nuxt/nuxt-config-keys-order': 'off'
    }
  },
  {
    name: 'foyer/types',
    files: ['**/*.ts', '**/*.vue'],
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/ban-ts-comment': ['error', { 'ts-ignore': true, 'ts-nocheck': true, 'ts-expect-error': 'allow-with-description' }],
      '@typescript-eslint/consistent-type-imports': ['error', { prefer: 'type-imports', fixStyle: 'inline-type-imports', disallowTypeAnnotations: false }]
    }
  },
  {
    name: 'foyer/imports',
    files: ['{app,server,shared,drizzle,tests}/**/*.{ts,vue}', '*.ts'],
    plugins: { 'import-x': importX },
    settings: {
      'import-x/extensions': ['.ts', '.vue'],
      'import-x/parsers': { '@typescript-eslint/parser': ['.ts'] },
      'import-x/resolver-next': [createNodeResolver({
        extensions: ['.ts', '.vue', '.js', '.mjs', '.json'],
        alias: { '~': [here('./app')], '@': [here('./app')], '~~': [here('.')], '@@': [here('.')] }
      })]
    },
    rules: { 'import-x/no-restricted-paths': ['error', { basePath: here('.'), zones }] }
  },
  {
    name: 'foyer/no-circles',
    files: ['{server,shared}/**/*.ts'],
    rules: { 'import-x/no-cycle': ['error', { ignoreExternal: true }] }
  },
  {
    name: 'foyer/domain-without-vendors',
    files: ['server/domain/**/*.ts'],
    rules: { 'no-restricted-imports': ['error', { patterns: [{ group: vendors, message: 'The business knows no vendor: use an interface of the domain.' }] }] }
  }
)
