import { ERROR_KINDS, type ErrorCode } from '#shared/errors/error-codes.ts'
import type { AnyDeclaration } from './routes.ts'

/** Every refusal that an endpoint may answer: its own, and those that its declaration brings with it. */
export function errorsOf(method: string, declaration: AnyDeclaration): ErrorCode[] {
  const codes = new Set<ErrorCode>(declaration.errors)
  for (const code of broughtBy(method, declaration)) codes.add(code)
  return [...codes].sort((a, b) => ERROR_KINDS[a].status - ERROR_KINDS[b].status || a.localeCompare(b))
}

function* broughtBy(method: string, { callers, scope, cache, params, query, body, takes, idempotency, gate }: AnyDeclaration): Iterable<ErrorCode> {
  yield* ['malformed-request', 'unavailable', 'internal'] as const
  if (method !== 'GET') yield 'cross-site'
  // What is cached for everybody never learns who asks.
  if (!cache) yield* ['api-token-refused', scope ? 'scope-missing' : 'closed-to-tokens'] as const
  if (params) yield 'not-found'
  if (callers !== 'anyone') yield 'login-required'
  if (Array.isArray(callers)) yield 'not-allowed'
  if (Array.isArray(callers) && !callers.includes('customer')) yield 'second-factor-needed'
  if (query || body || idempotency === 'stored') yield 'invalid-input'
  if (body) yield* ['malformed-body', 'body-too-large', 'unsupported-media-type'] as const
  if (takes) yield* ['malformed-body', 'body-too-large', 'body-too-slow'] as const
  if (idempotency === 'stored') yield* ['idempotency-mismatch', 'idempotency-in-flight'] as const
  if (gate) yield 'too-busy'
}
