import { type ClientHttp2Session, type SecureClientSessionOptions, connect, constants } from 'node:http2'
import type { PushOutcome } from '#server/domain/passes/index.ts'
import type { AppleWalletSettings } from './apple-wallet.ts'

/** A whole round of messages, from connecting to the last answer, in ms; and one of them. */
const ROUND_MS = 20_000
const ANSWER_WITHIN_MS = 8_000
/** A phone that is off hears of it for as long, in s. */
const KEPT_SECONDS = 7 * 86_400
/** Reasons for which a token is nobody's, whatever the status (Apple, "Handling notification responses from APNs"). */
const NOBODY = ['BadDeviceToken', 'DeviceTokenNotForTopic', 'Unregistered', 'ExpiredToken']

/**
 * Tells devices by Apple's push service (HTTP/2, the certificate of the passes) to ask for what is new. The message is empty: it says
 * nothing to whoever carries it. `options` of the connection are for tests.
 */
export async function tellDevices(settings: AppleWalletSettings, tokens: string[], options: SecureClientSessionOptions = {}): Promise<Map<string, PushOutcome>> {
  const outcomes = new Map<string, PushOutcome>()
  if (tokens.length === 0) return outcomes
  const session = connect(settings.pushUrl, { ...options, cert: settings.certificate, key: settings.key })
  // Whoever waits for an answer hears of it too.
  session.on('error', () => {})
  const tooLong = setTimeout(() => session.destroy(new Error('the push service takes too long')), ROUND_MS)
  try {
    await Promise.all(tokens.map(async token => outcomes.set(token, await tellOne(session, settings.passTypeId, token))))
  } finally {
    clearTimeout(tooLong)
    session.close()
  }
  return outcomes
}

function tellOne(session: ClientHttp2Session, topic: string, token: string): Promise<PushOutcome> {
  return new Promise((resolve) => {
    // Unless it says otherwise before it closes.
    let outcome: PushOutcome = 'later'
    if (session.destroyed || session.closed) return resolve(outcome)
    const asked = session.request({
      [constants.HTTP2_HEADER_METHOD]: 'POST', [constants.HTTP2_HEADER_PATH]: `/3/device/${token}`,
      'apns-topic': topic, 'apns-push-type': 'background', 'apns-priority': '5', 'apns-expiration': String(Math.floor(Date.now() / 1000) + KEPT_SECONDS)
    })
    let status = 0
    let body = ''
    asked.setTimeout(ANSWER_WITHIN_MS, () => asked.close(constants.NGHTTP2_CANCEL))
    asked.setEncoding('utf8')
    asked.on('response', headers => status = Number(headers[constants.HTTP2_HEADER_STATUS]))
    asked.on('data', (part: string) => body = (body + part).slice(0, 1_000))
    asked.on('end', () => outcome = outcomeOf(status, body))
    asked.on('error', () => outcome = 'later')
    asked.on('close', () => resolve(outcome))
    asked.end('{}')
  })
}

function outcomeOf(status: number, body: string): PushOutcome {
  if (status === 200) return 'told'
  return status === 410 || NOBODY.some(reason => body.includes(`"${reason}"`)) ? 'gone' : 'later'
}
