import { beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { defineEndpoint } from '#server/http/endpoint.ts'
import { describeApi } from '#server/http/openapi/document.ts'
import { errorsOf } from '#server/http/openapi/errors-of.ts'
import { schemaOf } from '#server/http/openapi/schemas.ts'
import { email, uuid } from '#shared/api/primitives.ts'
import { allEndpoints } from '#tests/integration/policy/endpoints.ts'

interface Operation { operationId?: string, summary: string, tags: string[], parameters: { name: string, in: string, required: boolean, schema: object }[], responses: Record<string, { content?: Record<string, object> }> }
let paths: Record<string, Record<string, Operation>>
let text: string

beforeAll(async () => {
  process.env.DATABASE_URL = 'postgres://nobody@localhost/none'
  const document = describeApi(await allEndpoints(), { publicUrl: 'https://foyer.example', version: '1.0.0' })
  text = JSON.stringify(document)
  paths = document.paths as typeof paths
})
const operations = () => Object.entries(paths).flatMap(([path, methods]) => Object.entries(methods).map(([method, operation]) => ({ path, method, operation })))

describe('the OpenAPI document', () => {
  it('has every route of the server, and no other', async () => {
    const routes = (await allEndpoints()).filter(e => e.path !== '/api/**').map(e => `${e.method} ${e.path}`).sort()
    expect(operations().map(({ path, method }) => `${method.toUpperCase()} ${path.replace(/\{(\w+)\}/g, ':$1')}`).sort()).toEqual(routes)
  })

  it('names each operation once, with its path\'s parameters and at least one success', () => {
    const ids = operations().map(({ operation }) => operation.operationId).filter(Boolean)
    expect(new Set(ids).size).toBe(ids.length)
    for (const { path, method, operation } of operations()) {
      const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)
      expect([method, path, operation.parameters.filter(p => p.in === 'path').map(p => p.name).sort()]).toEqual([method, path, named.sort()])
      expect([method, path, Object.keys(operation.responses).filter(status => status < '400').length]).not.toEqual([method, path, 0])
      expect(operation.summary.length).toBeGreaterThan(10)
    }
  })

  it('says what every success looks like: a shape, a kind of file, or that there is nothing', () => {
    for (const { path, method, operation } of operations()) {
      for (const [status, response] of Object.entries(operation.responses)) {
        if (['200', '201', '202'].includes(status)) expect([method, path, status, response.content !== undefined]).toEqual([method, path, status, true])
      }
    }
  })

  it('Z-10: gives no more than a hundred at once, a text of bounded length, and an order among named ones', () => {
    const asked = operations().flatMap(({ path, method, operation }) => operation.parameters.filter(p => p.in === 'query').map(p => ({ at: `${method} ${path} ${p.name}`, name: p.name, shape: JSON.stringify(p.schema) })))
    const bounds = asked.filter(({ name }) => /limit|pageSize|perPage/i.test(name)).map(({ at, shape }) => ({ at, most: Math.max(...[...shape.matchAll(/"maximum":(\d+)/g)].map(([, most]) => Number(most)), shape.includes('"maximum"') ? 0 : Infinity) }))
    expect(bounds.length).toBeGreaterThan(5)
    // Tables of figures are sums, and are kept as files too.
    expect(bounds.filter(({ at, most }) => most > (at.startsWith('get /api/stats/') ? 500 : 100))).toEqual([])
    expect(asked.filter(({ name, shape }) => /^(?:sort|order|orderBy|by)$/.test(name) && !shape.includes('"enum"'))).toEqual([])
    const unbounded = asked.filter(({ shape }) => shape.includes('"type":"string"') && !/"(?:maxLength|format|enum|pattern|const)":/.test(shape))
    expect(unbounded.map(({ at }) => at)).toEqual([])
  })

  it('refers to nothing that it does not have', () => {
    for (const [, ref] of text.matchAll(/"\$ref":"([^"]+)"/g)) expect(ref).toBe('#/components/schemas/Problem')
  })
})

describe('what an endpoint may refuse with', () => {
  it('comes from what it declares', () => {
    const { declaration } = defineEndpoint({ summary: 'x', callers: ['publisher'], params: z.object({ id: uuid }), body: z.object({}), idempotency: 'stored', errors: ['seat-taken'] }, () => null)
    expect(errorsOf('POST', declaration as never)).toEqual(expect.arrayContaining(['login-required', 'not-allowed', 'second-factor-needed', 'not-found', 'invalid-input', 'cross-site', 'idempotency-mismatch', 'seat-taken']))
    expect(errorsOf('GET', defineEndpoint({ summary: 'x', callers: 'anyone', cache: 'public, max-age=60' }, () => null).declaration as never)).toEqual(['malformed-request', 'internal', 'unavailable'])
    // What is the same for everybody never asks who is there; elsewhere a token may be turned away.
    expect(errorsOf('GET', defineEndpoint({ summary: 'x', callers: 'anyone' }, () => null).declaration as never)).toContain('closed-to-tokens')
    expect(errorsOf('GET', defineEndpoint({ summary: 'x', callers: 'anyone', scope: 'events:read' }, () => null).declaration as never)).toContain('scope-missing')
  })
})

describe('a shape', () => {
  it('is described by what it is checked for, though it is tidied first', () => {
    expect(schemaOf(uuid, 'input')).toMatchObject({ type: 'string', format: 'uuid' })
    expect(schemaOf(email, 'input')).toMatchObject({ type: 'string', format: 'email' })
    expect(schemaOf(z.object({ a: z.string().default('x') }), 'input')).not.toHaveProperty('required')
    expect(schemaOf(z.object({ a: z.string().default('x') }), 'output')).toHaveProperty('required', ['a'])
  })
})
