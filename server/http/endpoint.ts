import { type EventHandler, type H3Event, defineEventHandler, getRequestHeader, getRouterParams, getQuery, setResponseHeader, setResponseStatus } from 'h3'
import type { z } from 'zod'
import type { Principal, Role } from '#server/domain/accounts/principal.ts'
import { type House, house } from '#server/house.ts'
import type { ApiScope } from '#shared/api/api-tokens.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import type { ErrorCode } from '#shared/errors/error-codes.ts'
import type { WorkGate } from '#shared/flow/work-gate.ts'
import type { Locale } from '#shared/text/local-text.ts'
import { requireScope } from './api-token.ts'
import { replayable } from './idempotency.ts'
import { principalOf } from './principal.ts'
import { answerProblem, localeOf } from './problem.ts'
import { DEFAULT_BODY_LIMIT, readJsonBody } from './read-body.ts'
import { requestId } from './request-id.ts'
import { refuseCrossSite } from './same-site.ts'
import { visitorOf } from './visitor.ts'

export type SuccessStatus = 101 | 200 | 201 | 202 | 204 | 302 | 304

/**
 * What an endpoint says of itself, once. The check of callers and input, the types of the handler, and what documents the API
 * all come from it.
 */
export interface EndpointDeclaration<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, R extends z.ZodType> {
  summary: string
  /**
   * Who may call at all. Ownership is checked by the domain, with 404 for what is not the caller's. What customers may not
   * call asks for the second factor too (S-17), unless the house has relaxed it.
   */
  callers: 'anyone' | 'signed-in' | readonly Role[]
  /** What an API token must be allowed, for programs to call it. Without one it is closed to them. */
  scope?: ApiScope
  /** A path that does not parse is 404: such a thing cannot exist. */
  params?: P
  query?: Q
  body?: B
  reply?: R
  /** The statuses of success, where that is not 200 alone. */
  succeeds?: readonly SuccessStatus[]
  /** Media types of what it answers beside, or in place of, the JSON of `reply`. */
  gives?: string | readonly string[]
  /** The media types of the body that it reads by itself, where that is not the JSON of `body`. */
  takes?: readonly string[]
  /** Refusals of its own, beside those that any endpoint may answer. */
  errors?: readonly ErrorCode[]
  /**
   * Writes only. `stored`: the reply of an Idempotency-Key is kept in Postgres and given again. `natural`: asking twice does
   * the same as asking once by the nature of the thing (a hold of the same seats by the same token).
   */
  idempotency?: 'stored' | 'natural'
  /** `Cache-Control` of a successful GET. Replies are `no-store` unless this says otherwise. */
  cache?: string
  bodyLimitBytes?: number
  /** Work of which a process does only so much at once: where it is full, callers hear so before anything is read. */
  gate?: Pick<WorkGate, 'requireRoom'>
}

type Parsed<T extends z.ZodType | undefined> = T extends z.ZodType ? z.output<T> : undefined

export interface Call<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType> {
  event: H3Event
  house: House
  /** Null: nobody is logged in. Never null where `callers` asks for somebody. */
  principal: Principal | null
  params: Parsed<P>
  query: Parsed<Q>
  body: Parsed<B>
  locale: Locale
  requestId: string
  /** The browser's own id; makes one where there is none yet. */
  visitor(): string
  /** The request's Idempotency-Key, where it has one. */
  idempotencyKey: string | null
  status(code: number): void
}

/** An endpoint: authorises, parses, calls `handler`, answers. Whatever is thrown becomes problem+json. */
export function defineEndpoint<P extends z.ZodType = z.ZodUndefined, Q extends z.ZodType = z.ZodUndefined, B extends z.ZodType = z.ZodUndefined, R extends z.ZodType = z.ZodType>(
  declaration: EndpointDeclaration<P, Q, B, R>,
  handler: (call: Call<P, Q, B>) => Promise<z.input<R>> | z.input<R>
): EventHandler & { declaration: EndpointDeclaration<P, Q, B, R> } {
  const handle = defineEventHandler(async (event) => {
    try {
      declaration.gate?.requireRoom()
      const call = await readCall(event, declaration)
      setResponseHeader(event, 'cache-control', declaration.cache ?? 'no-store')
      setResponseHeader(event, 'x-content-type-options', 'nosniff')
      if (declaration.idempotency === 'stored' && call.idempotencyKey) return await replayable(call, () => handler(call))
      return await handler(call)
    } catch (error) {
      return answerProblem(event, error)
    }
  })
  return Object.assign(handle, { declaration })
}

async function readCall<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, R extends z.ZodType>(
  event: H3Event, declaration: EndpointDeclaration<P, Q, B, R>
): Promise<Call<P, Q, B>> {
  const id = requestId(event)
  const isWrite = event.method !== 'GET' && event.method !== 'HEAD'
  if (isWrite) refuseCrossSite(event)
  const theHouse = house()
  const params = declaration.params?.safeParse(decodedParams(event))
  if (params && !params.success) throw new DomainError('not-found')
  // What is cached for everybody must not depend on who asks, so cached endpoints never learn it.
  const principal = declaration.cache ? null : await principalOf(event, theHouse)
  if (principal) event.context.userId = principal.userId
  if (principal?.token) await requireScope(theHouse, principal.token, declaration.scope)
  if (declaration.callers !== 'anyone') {
    if (!principal) throw new DomainError('login-required')
    if (declaration.callers !== 'signed-in') {
      if (!declaration.callers.includes(principal.role)) throw new DomainError('not-allowed')
      if (theHouse.settings.needsSecondFactor && !declaration.callers.includes('customer') && !principal.hasSecondFactor) throw new DomainError('second-factor-needed')
    }
  }
  return {
    event,
    house: theHouse,
    principal,
    params: params?.data as Parsed<P>,
    query: (declaration.query ? parse(declaration.query, getQuery(event)) : undefined) as Parsed<Q>,
    body: (declaration.body ? parse(declaration.body, await readJsonBody(event, declaration.bodyLimitBytes ?? DEFAULT_BODY_LIMIT) ?? {}) : undefined) as Parsed<B>,
    locale: localeOf(event),
    requestId: id,
    visitor: () => visitorOf(event, theHouse),
    idempotencyKey: readIdempotencyKey(event),
    status: code => setResponseStatus(event, code)
  }
}

function decodedParams(event: H3Event): Record<string, string> {
  try {
    return getRouterParams(event, { decode: true })
  } catch {
    throw new DomainError('not-found')
  }
}

function parse<T extends z.ZodType>(schema: T, value: unknown): z.output<T> {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  throw new DomainError('invalid-input', { errors: result.error.issues.slice(0, 20).map(i => ({ path: i.path.map(String).join('.'), message: i.message, code: i.code })) })
}

function readIdempotencyKey(event: H3Event): string | null {
  const key = getRequestHeader(event, 'idempotency-key')?.trim()
  if (!key) return null
  if (!/^[\x21-\x7e]{8,200}$/.test(key)) throw new DomainError('invalid-input', { errors: [{ path: 'Idempotency-Key', message: '8 to 200 visible ASCII characters', code: 'custom' }] })
  return key
}
