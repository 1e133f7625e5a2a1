import { lookup } from 'node:dns'
import { type IncomingMessage, request as plainRequest } from 'node:http'
import { type RequestOptions, request } from 'node:https'
import { isIP } from 'node:net'
import type { WebhookAnswer, WebhookSender } from '#server/domain/webhooks/index.ts'
import { isPublicAddress, publicOnly } from '#server/gateways/network/public-lookup.ts'
import { currentTracing } from '#server/observing/tracing.ts'

const ANSWER_WITHIN_MS = 5_000
const MOST_BYTES = 1024 * 1024
/** Of the answer, for the log. */
const KEPT_LETTERS = 1_000

export interface WebhookSenderOptions {
  /** Development and tests only: receivers on this machine and plain http. */
  allowsInside: boolean
  /** Tests bring a resolver and certificates of their own. */
  resolve?: typeof lookup
  ca?: string
  answerWithinMs?: number
}

/**
 * Webhooks over https. The address is looked up once, for the connection itself, and refused where it leads inside; redirects are not
 * followed, as nothing here ever does. What the URL parser makes of decimal, octal and hexadecimal addresses is checked, not what was typed.
 */
export function createWebhookSender({ allowsInside, resolve = lookup, ca, answerWithinMs = ANSWER_WITHIN_MS }: WebhookSenderOptions): WebhookSender {
  const connection: RequestOptions = { agent: false, ca, ...allowsInside ? {} : { lookup: publicOnly(resolve) } }
  const accepts = (text: string) => {
    const url = URL.canParse(text) ? new URL(text) : null
    if (!url || (url.protocol !== 'https:' && !(allowsInside && url.protocol === 'http:'))) return false
    return allowsInside || !isInside(url.hostname)
  }
  return {
    accepts,
    async post(text, headers, body) {
      const begun = performance.now()
      const answer = accepts(text) ? await posted(new URL(text), { ...headers, ...currentTracing()?.headers() }, body, { ...connection, signal: AbortSignal.timeout(answerWithinMs) }) : { status: null, error: 'inside', response: null }
      return { ...answer, tookMs: Math.round(performance.now() - begun) }
    }
  }
}

/** A number is never looked up, so it is judged here; names that mean this machine need no resolver to say so. */
function isInside(hostname: string): boolean {
  const host = hostname.replaceAll(/^\[|\]$/g, '').replace(/\.$/, '').toLowerCase()
  if (isIP(host) !== 0) return !isPublicAddress(host)
  return host === 'localhost' || /\.(?:localhost|local|internal|home\.arpa)$/.test(host) || !host.includes('.')
}

function posted(url: URL, headers: Record<string, string>, body: string, connection: RequestOptions): Promise<Omit<WebhookAnswer, 'tookMs'>> {
  return new Promise((resolve) => {
    const options: RequestOptions = { ...connection, method: 'POST', headers: { ...headers, 'content-length': Buffer.byteLength(body) } }
    const fail = (error: NodeJS.ErrnoException) => resolve({ status: null, error: reasonOf(error), response: null })
    const asked = (url.protocol === 'http:' ? plainRequest : request)(url, options, (answer) => {
      readSome(answer).then(response => resolve({ status: answer.statusCode ?? 0, error: null, response }), fail)
    })
    asked.on('error', fail)
    asked.end(body)
  })
}

async function readSome(answer: IncomingMessage): Promise<string> {
  let size = 0
  const kept: Buffer[] = []
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    if (size < KEPT_LETTERS * 4) kept.push(chunk)
    size += chunk.length
    if (size > MOST_BYTES) throw Object.assign(new Error('more than a megabyte'), { code: 'too-large' })
  }
  // PostgreSQL keeps no NUL in a text.
  return Buffer.concat(kept).toString('utf8').replaceAll('\u0000', '').slice(0, KEPT_LETTERS)
}

function reasonOf(error: NodeJS.ErrnoException): string {
  if (error.name === 'AbortError' || error.name === 'TimeoutError') return 'timeout'
  return error.code === 'EPRIVATE' ? 'inside' : error.code ?? error.name
}
