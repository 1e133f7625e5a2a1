import type { ORDER_SECRET_HEADER } from '#shared/api/orders.ts'
import { problemOf } from '~/utils/problem-of.ts'

/** Its type only: the value's file would bring every schema and zod into the browser. */
const SECRET_HEADER: typeof ORDER_SECRET_HEADER = 'x-order-secret'

export interface ApiRequest {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  body?: unknown
  query?: Record<string, unknown>
  /** What a guest shows for his order. */
  secret?: string | null
  idempotencyKey?: string
  /** What is known already is not sent again: where nothing has changed the answer is undefined. Kept by whoever asks again and again. */
  known?: Known
}

export interface Known { tag: string | null, pollAfterMs: number | null }

/**
 * Asks Foyer's API in the reader's language. An access token that has run out is renewed by the server on the way.
 * Throws a `ShownProblem` for every refusal, also where the network is away.
 */
export function useApi() {
  const { locale, t } = useI18n()

  return async function api<T>(path: string, request: ApiRequest = {}): Promise<T> {
    const headers: Record<string, string> = { 'accept-language': locale.value === 'zh' ? 'zh-CN' : 'en' }
    if (request.secret) headers[SECRET_HEADER] = request.secret
    if (request.idempotencyKey) headers['idempotency-key'] = request.idempotencyKey
    if (request.known?.tag) headers['if-none-match'] = request.known.tag
    try {
      return await $fetch<T>(path, {
        method: request.method ?? 'GET', headers, query: request.query, body: request.body as Record<string, unknown> | undefined, retry: 0,
        // What may be cached is the same for everybody: the server has not looked at who asks.
        onResponse: ({ response }) => {
          if (request.known) note(request.known, response.headers)
          if (response.status === 401) loginSignal('refused')
          else if (response.ok && response.headers.get('cache-control') === 'no-store') loginSignal('seen')
        }
      })
    } catch (error) {
      throw problemOf(error, t)
    }
  }
}

function note(known: Known, headers: Headers) {
  known.tag = headers.get('etag') ?? known.tag
  known.pollAfterMs = Number(headers.get('x-poll-after-ms')) || null
}
