import { type RequestOptions, request } from 'node:https'
import { isIP } from 'node:net'
import webPush from 'web-push'
import { type PushSender, Undeliverable } from '#server/domain/notify/index.ts'
import type { VapidSettings } from './connect.ts'
import { publicLookup } from '#server/gateways/network/public-lookup.ts'

export interface WebPushOptions {
  keys(): Promise<VapidSettings>
  /** Whom a push service may turn to: the address of the house. */
  subject: string
  /** How connections are made; tests bring a push service of their own. */
  connection?: RequestOptions
}

const ANSWER_WITHIN_MS = 5_000
/** A push service keeps a message for a browser that sleeps, in s. */
const TTL_SECONDS = 3 * 86_400
/** RFC 8030 promises room for 4,096 bytes with encryption; bodies are short anyway. */
const LONGEST_BODY = 300

/**
 * Web push (RFC 8030, 8188, 8291, 8292). Endpoints come from browsers and so from anybody: only https, only public addresses,
 * no redirects, and whatever they answer is not read.
 */
export function webPushSender(options: WebPushOptions): PushSender {
  return {
    publicKey: async () => (await options.keys()).publicKey,
    async send(target, message, id) {
      const vapid = await options.keys()
      const body = JSON.stringify({ ...message, body: [...message.body].slice(0, LONGEST_BODY).join('') })
      const url = safeUrl(target.endpoint, options)
      const details = encrypted(target, body, id, { ...vapid, subject: subjectOf(options.subject) })
      const status = await post(url, details, options.connection ?? { lookup: publicLookup })
      if (status === 404 || status === 410) throw new Undeliverable('gone', `push service answers ${status}`)
      if (status === 429 || status >= 500) throw new Error(`push service answers ${status}`)
      if (status < 200 || status > 299) throw new Undeliverable('refused', `push service answers ${status}`)
    }
  }
}

function encrypted(target: { endpoint: string, p256dh: string, auth: string }, body: string, id: string, vapidDetails: { subject: string, publicKey: string, privateKey: string }) {
  try {
    return webPush.generateRequestDetails({ endpoint: target.endpoint, keys: { p256dh: target.p256dh, auth: target.auth } }, body, {
      vapidDetails, TTL: TTL_SECONDS, urgency: 'normal', contentEncoding: 'aes128gcm', topic: id.replaceAll('-', '').slice(0, 32)
    })
  } catch {
    // Keys that are no point of the curve: the browser never made them.
    throw new Undeliverable('gone', 'its keys are none')
  }
}

function safeUrl(endpoint: string, options: WebPushOptions): URL {
  const url = URL.canParse(endpoint) ? new URL(endpoint) : null
  const host = url?.hostname.replaceAll(/^\[|\]$/g, '') ?? ''
  if (url?.protocol !== 'https:' || (isIP(host) !== 0 && !options.connection)) throw new Undeliverable('gone', 'not an address of a push service')
  return url
}

/** VAPID wants a way to reach the sender: `https:` or `mailto:`. */
function subjectOf(publicUrl: string): string {
  return publicUrl.startsWith('https:') ? publicUrl : 'mailto:webmaster@localhost'
}

function post(url: URL, details: { method: string, headers: Record<string, string | number>, body?: Buffer | null }, connection: RequestOptions): Promise<number> {
  return new Promise((resolve, reject) => {
    const asked = request(url, { ...connection, method: details.method, headers: details.headers, agent: false, signal: AbortSignal.timeout(ANSWER_WITHIN_MS) }, (answer) => {
      resolve(answer.statusCode ?? 0)
      answer.destroy()
    })
    asked.on('error', (error: NodeJS.ErrnoException) => {
      // Many services, many hosts: that one does not answer says nothing of the next.
      reject(error.code === 'EPRIVATE' ? new Undeliverable('gone', 'leads into a private network') : new Error(`push service: ${error.code ?? error.name}`))
    })
    asked.end(details.body ?? undefined)
  })
}
