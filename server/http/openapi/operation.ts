import { ERROR_KINDS, type ErrorCode } from '#shared/errors/error-codes.ts'
import { errorsOf } from './errors-of.ts'
import type { AnyDeclaration, Route } from './routes.ts'
import { type JsonSchema, type Parameter, parametersOf, schemaOf } from './schemas.ts'

const WITHOUT_BODY = [101, 204, 302, 304]
const MEANING: Record<number, string> = {
  101: 'Speaks WebSocket from here on', 200: 'Done', 201: 'Made', 202: 'Taken; it happens in a moment', 204: 'Done; there is nothing to say', 302: 'Goes on elsewhere', 304: 'As you have it already'
}

/** One operation of the document (OpenAPI 3.1, section 4.8.10). */
export function operationOf({ method, path, declaration }: Route & { declaration: AnyDeclaration }): JsonSchema {
  const { summary, callers, scope, idempotency, cache } = declaration
  return {
    operationId: operationId(method, path),
    tags: [tagOf(path)],
    summary,
    description: [saidOfCallers(callers), scope ? `API tokens need the scope \`${scope}\`.` : '', saidOfRepeating(idempotency), cache ? `A shared cache may keep the reply: \`${cache}\`.` : ''].filter(Boolean).join(' '),
    security: [...callers === 'anyone' ? [{}] : [], { login: [] }, { cookie: [] }, ...scope ? [{ token: [scope] }] : []],
    parameters: parameters(path, declaration),
    ...bodyOf(declaration),
    responses: { ...successes(declaration), ...refusals(errorsOf(method, declaration)) },
    'x-callers': callers,
    ...scope ? { 'x-scope': scope } : {},
    ...idempotency ? { 'x-idempotency': idempotency } : {}
  }
}

/** `GET /api/orders/:id` is `getOrdersById`. */
function operationId(method: string, path: string): string {
  const words = path.replace(/^\/api\//, '/').split(/[/.-]/).filter(Boolean)
  return method.toLowerCase() + words.map(word => word.startsWith(':') ? `By${capital(word.slice(1))}` : capital(word)).join('')
}

const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1)

function tagOf(path: string): string {
  const [first = '', second = ''] = path.split('/').filter(Boolean)
  return first === 'api' ? second.replace(/\..*$/, '') : 'files'
}

function saidOfCallers(callers: AnyDeclaration['callers']): string {
  if (callers === 'anyone') return ''
  if (callers === 'signed-in') return 'For whoever is logged in.'
  return `For: ${callers.join(', ')}${callers.includes('customer') ? '' : ', with a second factor'}.`
}

function saidOfRepeating(idempotency: AnyDeclaration['idempotency']): string {
  if (idempotency === 'stored') return 'The same `Idempotency-Key` gets the first reply again for a day.'
  return idempotency === 'natural' ? 'Asking twice does what asking once does.' : ''
}

function parameters(path: string, { params, query, idempotency }: AnyDeclaration): Parameter[] {
  const declared = parametersOf(params, 'path')
  const undeclared = [...path.matchAll(/:(\w+)/g)].map(([, name = '']) => name).filter(name => !declared.some(p => p.name === name))
  return [
    ...declared,
    ...undeclared.map((name): Parameter => ({ name, in: 'path', required: true, schema: { type: 'string' } })),
    ...parametersOf(query, 'query'),
    ...idempotency === 'stored' ? [{ name: 'Idempotency-Key', in: 'header' as const, required: false, schema: { type: 'string', pattern: '^[\\x21-\\x7e]{8,200}$' } }] : []
  ]
}

function bodyOf({ body, takes }: AnyDeclaration): { requestBody?: JsonSchema } {
  if (body) return { requestBody: { required: true, content: { 'application/json': { schema: schemaOf(body, 'input') } } } }
  return takes ? { requestBody: { required: true, content: Object.fromEntries(takes.map(type => [type, {}])) } } : {}
}

function successes(declaration: AnyDeclaration): Record<string, JsonSchema> {
  const headers = { 'Cache-Control': { schema: { type: 'string', const: declaration.cache ?? 'no-store' } } }
  return Object.fromEntries((declaration.succeeds ?? [200]).map(status => [status, {
    description: MEANING[status]!, headers, ...WITHOUT_BODY.includes(status) ? {} : contentOf(declaration)
  }]))
}

function contentOf({ reply, gives }: AnyDeclaration): JsonSchema {
  const types = Object.entries({ ...reply && { 'application/json': { schema: schemaOf(reply, 'output') } }, ...Object.fromEntries([gives ?? []].flat().map(type => [type, {}])) })
  return types.length > 0 ? { content: Object.fromEntries(types) } : {}
}

/** Refusals of one status are one response: the `code` says which of them it is. */
function refusals(codes: ErrorCode[]): Record<string, JsonSchema> {
  return Object.fromEntries([...Map.groupBy(codes, code => ERROR_KINDS[code].status)].map(([status, ofStatus]) => [status, {
    description: ofStatus.map(code => `\`${code}\`: ${ERROR_KINDS[code].title.en}`).join('\n\n'),
    content: { 'application/problem+json': { schema: { allOf: [{ $ref: '#/components/schemas/Problem' }, { properties: { code: { enum: ofStatus } } }] } } }
  }]))
}
