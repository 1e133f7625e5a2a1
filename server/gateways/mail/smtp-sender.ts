import { createTransport } from 'nodemailer'
import { type Letter, type MailSender, PostAway, Undeliverable } from '#server/domain/notify/index.ts'

export interface SmtpSettings {
  /** `smtps://user:password@host:465`, or `smtp://` with STARTTLS where the server offers it. */
  url: string
  /** `Name <address>`. */
  from: string
  /** Connections kept open. */
  lanes: number
}

/** No control characters, one @, no list of addresses, no comment: what stands in a header is one address (V-14). */
const ONE_ADDRESS = /^[^\s\p{Cc}<>()[\]\\,;:"@]{1,64}@[^\s\p{Cc}<>()[\]\\,;:"@]{1,253}$/u

/** Sends by SMTP over a few connections that stay open. Nothing of a mail is fetched from files or addresses. */
export function smtpSender(settings: SmtpSettings): MailSender {
  const transport = createTransport({
    ...optionsOf(settings.url), pool: true, maxConnections: settings.lanes,
    connectionTimeout: 5_000, greetingTimeout: 5_000, socketTimeout: 10_000, dnsTimeout: 5_000,
    disableFileAccess: true, disableUrlAccess: true
  })
  // A connection that breaks while it idles belongs to no mail; the next one opens another.
  transport.on('error', () => {})
  return {
    async send(letter) {
      if (!ONE_ADDRESS.test(letter.to)) throw new Undeliverable('refused', 'not one mail address')
      try {
        await transport.sendMail(mailOf(letter, settings.from))
      } catch (error) {
        throw explained(error)
      }
    },
    close: () => Promise.resolve(transport.close())
  }
}

function optionsOf(text: string) {
  const url = new URL(text)
  const secure = url.protocol === 'smtps:'
  return {
    host: url.hostname, port: url.port ? Number(url.port) : secure ? 465 : 587, secure,
    // Passwords go over TLS only; a server of the own network may be trusted in the clear where it wants no password.
    requireTLS: !secure && url.username !== '',
    ...(url.username ? { auth: { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) } } : {})
  }
}

function mailOf(letter: Letter, from: string) {
  const house = /@([^\s>]+)>?\s*$/.exec(from)?.[1] ?? 'foyer'
  return {
    from, to: { name: '', address: letter.to }, subject: letter.subject, text: letter.text, html: letter.html,
    attachments: letter.attachments?.map(({ name, type, content }) => ({ filename: name, contentType: type, content })),
    // The same mail twice has the same id: most mail servers and programs show it once.
    messageId: `<${letter.id}@${house}>`,
    headers: {
      // Nobody's absence note should answer these (RFC 3834).
      'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All', 'Content-Language': letter.locale === 'zh' ? 'zh-CN' : 'en',
      ...(letter.unsubscribeUrl ? { 'List-Unsubscribe': `<${letter.unsubscribeUrl}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' } : {})
    }
  }
}

/** Refusals that no repetition helps, by the server's own code (RFC 5321: 5yz is permanent); never with the mail's content. */
function explained(error: unknown): Error {
  const { code, responseCode, command } = error as { code?: string, responseCode?: number, command?: string }
  const what = `SMTP ${[code, responseCode, command].filter(Boolean).join(' ')}`
  const isOfThisMail = (code === 'EENVELOPE' || code === 'EMESSAGE') && (command === 'RCPT TO' || command === 'DATA') && responseCode !== undefined && responseCode !== 421
  if (!isOfThisMail) return new PostAway(what)
  return responseCode >= 500 ? new Undeliverable('refused', what) : new Error(what)
}
