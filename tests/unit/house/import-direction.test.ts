import { ESLint } from 'eslint'
import { describe, expect, it } from 'vitest'

const eslint = new ESLint()

/** The rules that a file of this text at this place would break. */
async function brokenRules(filePath: string, text: string): Promise<(string | null)[]> {
  const [result] = await eslint.lintText(text, { filePath })
  return result!.messages.map(message => message.ruleId)
}

describe('the direction of imports', () => {
  it.each([
    ['a page that imports the server', 'app/composables/offending.ts', '#server/settings.ts'],
    ['shared code that imports the server', 'shared/money/offending.ts', '#server/settings.ts'],
    ['shared code that imports the schema', 'shared/money/offending.ts', '#drizzle/schema/index.ts'],
    ['an endpoint that goes round the domain to a gateway', 'server/api/offending.get.ts', '#server/gateways/database/connect.ts'],
    ['an endpoint that queries tables itself', 'server/api/offending.get.ts', '#drizzle/schema/index.ts'],
    ['a domain function that opens a gateway', 'server/domain/orders/offending.ts', '#server/gateways/database/connect.ts'],
    ['a domain function that knows of HTTP', 'server/domain/orders/offending.ts', '#server/http/endpoint.ts'],
    ['a domain function that reads another area\'s inside', 'server/domain/orders/offending.ts', '../payments/payment-gateway.ts'],
    ['a gateway that answers requests', 'server/gateways/redis/offending.ts', '#server/http/endpoint.ts'],
    ['a server that imports its tests', 'server/jobs/offending.ts', '#tests/support/postgres.ts']
  ])('%s is refused', async (_, filePath, imported) => {
    expect(await brokenRules(filePath, `import * as thing from '${imported}'\n\nexport const kept = thing\n`)).toContain('import-x/no-restricted-paths')
  })

  it.each(['h3', 'nitropack/runtime', 'nuxt/app', 'ioredis', '@upstash/redis', 'postgres'])('a domain function that knows the vendor %s is refused', async (vendor) => {
    expect(await brokenRules('server/domain/orders/offending.ts', `import * as thing from '${vendor}'\n\nexport const kept = thing\n`)).toContain('no-restricted-imports')
  })

  it.each([
    ['its own area', '#server/domain/payments/payment-gateway.ts'],
    ['the schema', '#drizzle/schema/index.ts'],
    ['the database handle', '#drizzle/database.ts'],
    ['shared code', '#shared/money/money.ts']
  ])('a domain function may import %s', async (_, imported) => {
    expect(await brokenRules('server/domain/payments/fine.ts', `import * as thing from '${imported}'\n\nexport const kept = thing\n`)).toEqual([])
  })
})

describe('types', () => {
  it('any is refused', async () => {
    expect(await brokenRules('shared/money/offending.ts', 'export const price: any = 1\n')).toEqual(['@typescript-eslint/no-explicit-any'])
  })
})
