import type { Requester, UpstashRequest, UpstashResponse } from '@upstash/redis'
import { counters } from '#server/observing/counters.ts'
import { log } from '#server/observing/log.ts'
import { currentTracing } from '#server/observing/tracing.ts'
import { DomainError } from '#shared/errors/domain-error.ts'

/** How long nothing is sent after a failure; then one call tries whether Redis is back. */
const REST_MS = 300

/** Refusals of a server that is there but cannot serve yet. */
const IS_AWAY = /^(LOADING|BUSY|MASTERDOWN|CLUSTERDOWN|TRYAGAIN)/

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
  let lastRefusal = ''

  return { request }

  async function request<T>(call: UpstashRequest): Promise<UpstashResponse<T>> {
    if (isDown && (isTrying || performance.now() < restUntil)) throw unavailable(new Error('Redis did not answer a moment ago'))
    const isTrial = isDown
    if (isTrial) isTrying = true
    counters.redis.calls++
    const span = currentTracing()?.begin(`Redis ${commandOf(call)}`, 'client', { 'db.system.name': 'redis', 'db.operation.name': commandOf(call) })
    try {
      const reply = await answerOf(inTime(inner.request<T>(call), options.limitMs))
      noteAnswer()
      const refusal = refusalAmong(reply)
      if (refusal === undefined) return reply
      noteRefusal(refusal)
      throw unavailable(new Error(`Redis refused: ${refusal}`))
    } catch (error) {
      counters.redis.failures++
      if (error instanceof DomainError) throw error
      noteFailure(error)
      throw unavailable(error)
    } finally {
      span?.end()
      if (isTrial) isTrying = false
    }
  }

  function noteAnswer() {
    if (isDown) log.info('Redis answers again')
    isDown = false
  }

  function noteRefusal(refusal: string) {
    if (refusal !== lastRefusal) log.warn('Redis refused a command', { refusal })
    lastRefusal = refusal
  }

  function noteFailure(error: unknown) {
    if (!isDown) log.warn('Redis is away', { reason: error instanceof Error ? error.message : String(error) })
    isDown = true
    restUntil = performance.now() + REST_MS
    if (error instanceof NoAnswer) options.onTimeout?.()
  }
}

/** The name of the command, without what it is about. */
function commandOf({ body, path }: UpstashRequest): string {
  return path?.length ? 'pipeline' : String((body as unknown[])[0]).slice(0, 20).toUpperCase()
}

class NoAnswer extends Error {}

function inTime<T>(answer: Promise<T>, limitMs: number): Promise<T> {
  return new Promise((resolve, reject) => {
    // A process that was too busy to read finds the answer waiting: timers run before the sockets are read, immediates after.
    const timer = setTimeout(() => setImmediate(() => reject(new NoAnswer(`No answer from Redis within ${limitMs} ms`))), limitMs)
    answer.then(resolve, reject).finally(() => clearTimeout(timer))
  })
}

/** A refusal by Redis is an answer too, however the transport brings it: `ERR ...`, `NOSCRIPT ...`, `WRONGTYPE ...`. */
function answerOf<T>(reply: Promise<UpstashResponse<T>>): Promise<UpstashResponse<T>> {
  return reply.catch((error: unknown) => {
    if (!(error instanceof Error)) throw error
    // The client of Upstash adds the command, which may hold secrets: it must not get into a log.
    const [message = '', command] = error.message.split(', command was:')
    if (/^[A-Z]{3,} /.test(message) && !IS_AWAY.test(message)) return { error: message }
    throw command === undefined ? error : new Error(message)
  })
}

/** The first refusal in a reply, or in one of the replies of a pipeline. NOSCRIPT is left to the caller. */
function refusalAmong(reply: UpstashResponse<unknown>): string | undefined {
  const parts: UpstashResponse<unknown>[] = Array.isArray(reply) ? reply : [reply]
  return parts.find(part => part.error && !part.error.startsWith('NOSCRIPT'))?.error
}

function unavailable(cause: unknown): DomainError {
  const error = new DomainError('unavailable', { retryAfterSeconds: 2 })
  error.cause = cause
  return error
}
