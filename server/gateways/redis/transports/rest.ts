import { Redis, type Requester } from '@upstash/redis'

/**
 * Upstash over HTTP, by the requester that comes with its client. No retries: a write that failed may have happened,
 * and only the caller knows whether it may be repeated.
 */
export function restRequester(url: string, token: string, limitMs: number): Requester {
  return new RestRedis({
    url,
    token,
    retry: { retries: 0 },
    // Ends the request shortly after the guard gave it up, so that no socket stays open behind it.
    signal: () => AbortSignal.timeout(limitMs + 50),
    // All that is stored is valid UTF-8, so base64 would only make replies longer.
    responseEncoding: false,
    enableAutoPipelining: false,
    enableTelemetry: false
  }).requester
}

class RestRedis extends Redis {
  get requester(): Requester {
    return this.client
  }
}
