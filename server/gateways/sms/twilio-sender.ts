import { PostAway, type SmsSender, type TextMessage, Undeliverable } from '#server/domain/notify/index.ts'

export interface TwilioSettings {
  accountSid: string
  authToken: string
  /** A number, a messaging service (`MG...`) or a sender name. */
  from: string
  /** `https://api.twilio.com`; another one in tests. */
  apiUrl: string
}

const ANSWER_WITHIN_MS = 8_000

/** Sends by Twilio's Messages API (https://www.twilio.com/docs/messaging/api/message-resource). */
export function twilioSender(settings: TwilioSettings): SmsSender {
  const messages = `${settings.apiUrl}/2010-04-01/Accounts/${settings.accountSid}/Messages.json`
  const authorization = `Basic ${Buffer.from(`${settings.accountSid}:${settings.authToken}`).toString('base64')}`

  async function ask(url: string, init: RequestInit = {}): Promise<Response> {
    try {
      return await fetch(url, { ...init, headers: { authorization, ...init.headers }, redirect: 'error', signal: AbortSignal.timeout(ANSWER_WITHIN_MS) })
    } catch {
      throw new PostAway('Twilio does not answer')
    }
  }

  /** The API knows no idempotency keys: after a try whose end is unknown, its list says whether the message is there. */
  async function isThere(message: TextMessage): Promise<boolean> {
    const query = new URLSearchParams({ 'To': message.to, 'DateSent>': message.triedSince!.toISOString().slice(0, 10), 'PageSize': '20' })
    const answer = await ask(`${messages}?${query}`)
    if (!answer.ok) throw refusal(answer.status)
    const { messages: sent = [] } = await answer.json() as { messages?: { body?: string, status?: string }[] }
    return sent.some(m => m.body === message.text && m.status !== 'failed' && m.status !== 'undelivered')
  }

  return {
    async send(message) {
      if (!/^\+\d{6,15}$/.test(message.to)) throw new Undeliverable('refused', 'not a phone number')
      if (message.triedSince && await isThere(message)) return
      const sender = settings.from.startsWith('MG') ? 'MessagingServiceSid' : 'From'
      const answer = await ask(messages, { method: 'POST', body: new URLSearchParams({ To: message.to, Body: message.text, [sender]: settings.from }) })
      await answer.body?.cancel()
      if (!answer.ok) throw refusal(answer.status)
    }
  }
}

/** 400 and 404 are about this message; 401 and 403 about the account, which its owner can mend; the rest is Twilio's own trouble. */
function refusal(status: number): Error {
  const what = `Twilio answers ${status}`
  return status === 400 || status === 404 ? new Undeliverable('refused', what) : new PostAway(what)
}
