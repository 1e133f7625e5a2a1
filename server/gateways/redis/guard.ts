import { type Requester, type UpstashRequest, type UpstashResponse, errors } from '@upstash/redis'
import { DomainError } from '#shared/errors/domain-error.ts'

/** How long nothing is sent after a failure; then one call tries whether Redis is back. */
const REST_MS = 300

export interface GuardOptions {
  limitMs: number
  /** Called when Redis left a call without an answer. */
  onTimeout?: () => void
}

/**
 * Puts a time limit on every call, and a rest after a failure, so that a request that asks a dead Redis several times
 * waits once (F-04). Whatever goes wrong is thrown as `unavailable`, except NOSCRIPT, which the caller can cure.
 */
export function guard(inner: Requester, options: GuardOptions): Requester {
  let restUntil = 0
  let isDown = false
  let isTrying = false

  return { request }

  async function request<T>(call: UpstashRequest): Promise<UpstashResponse<T>> {
    if (isDown && (isTrying || performance.now() < restUntil)) throw unavailable(new Error('Redis did not answer a moment ago'))
    const isTrial = isDown
    if (isTrial) isTrying = true
    try {
      const reply = await inTime(inner.request<T>(call), options.limitMs)
      isDown = false
      return checked(reply)
    } catch (error) {
      if (error instanceof DomainError) throw error
      const refusal = refusalIn(error)
      if (refusal !== undefined) {
        isDown = false
        return checked({ error: refusal })
      }
      isDown = true
      restUntil = performance.now() + REST_MS
      if (error instanceof NoAnswer) options.onTimeout?.()
      throw unavailable(error)
    } finally {
      if (isTrial) isTrying = false
    }
  }
}

class NoAnswer extends Error {}

function inTime<T>(answer: Promise<T>, limitMs: number): Promise<T> {
  return new Promise((resolve, reject) => {
    // A process that was too busy to read finds the answer waiting: timers run before the sockets are read, immediates after.
    const timer = setTimeout(() => setImmediate(() => reject(new NoAnswer(`No answer from Redis within ${limitMs} ms`))), limitMs)
    answer.then(resolve, reject).finally(() => clearTimeout(timer))
  })
}

/** Lets good replies and NOSCRIPT pass. A pipeline's reply is an array of replies. */
function checked<T>(reply: UpstashResponse<T>): UpstashResponse<T> {
  const parts: UpstashResponse<unknown>[] = Array.isArray(reply) ? reply : [reply]
  const refused = parts.find(part => part.error && !part.error.startsWith('NOSCRIPT'))
  if (refused) throw unavailable(new Error(`Redis refused: ${refused.error}`))
  return reply
}

/** What Redis itself answered, where the error is such an answer. Without the command, which may hold secrets. */
function refusalIn(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined
  if (error.name === 'ReplyError') return error.message
  if (error instanceof errors.UpstashError && !(error instanceof errors.UpstashJSONParseError)) return error.message.split(', command was:')[0]
  return undefined
}

function unavailable(cause: unknown): DomainError {
  const error = new DomainError('unavailable', { retryAfterSeconds: 2 })
  error.cause = cause
  return error
}
