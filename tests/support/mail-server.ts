import type { AddressInfo } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { SMTPServer } from 'smtp-server'

export interface ReceivedMail { id: string, to: string[], raw: string, /** Header lines, unfolded. */ headers: string[] }

export interface MailServer {
  port: number
  url: string
  received: ReceivedMail[]
  /** Answers receivers with this from now on, for example `[451, 'not now']`; null: takes all. */
  refuse(answer: [code: number, text: string] | null): void
  /** Waits for this with the next mail in hand, before it says that it has it. */
  beforeNext(act: () => Promise<void>): void
  stop(): Promise<void>
}

/** A mail server that takes everything and delivers nothing. `delayMs`: how long it thinks before it says that it has a mail. */
export async function startMailServer(options: { port?: number, delayMs?: number, login?: { user: string, pass: string } } = {}): Promise<MailServer> {
  const received: ReceivedMail[] = []
  let refusal: [number, string] | null = null
  let beforeNext: (() => Promise<void>) | null = null
  const server = new SMTPServer({
    authOptional: !options.login, hideSTARTTLS: true, disableReverseLookup: true, closeTimeout: 50, logger: false, allowInsecureAuth: true,
    onRcptTo: (_address, _session, callback) => callback(refusal && Object.assign(new Error(refusal[1]), { responseCode: refusal[0] })),
    onData(stream, session, callback) {
      // Who is killed in the middle of a mail has sent none.
      ;(async () => {
        const chunks: Buffer[] = []
        for await (const chunk of stream) chunks.push(chunk as Buffer)
        const raw = Buffer.concat(chunks).toString('utf8')
        const headers = raw.slice(0, raw.indexOf('\r\n\r\n')).replaceAll(/\r\n[ \t]+/g, ' ').split('\r\n')
        const id = headers.find(h => /^message-id:/i.test(h))?.slice(12).trim() ?? ''
        const act = beforeNext
        beforeNext = null
        await act?.()
        if (options.delayMs) await pause(options.delayMs)
        received.push({ id, to: session.envelope.rcptTo.map(r => r.address), raw, headers })
        callback()
      })().catch((problem: Error) => callback(problem))
    }
  })
  // Clients that are killed leave connections behind.
  server.on('error', () => {})
  await new Promise<void>(resolve => server.listen(options.port ?? 0, '127.0.0.1', resolve))
  const { port } = server.server.address() as AddressInfo
  return {
    port, url: `smtp://127.0.0.1:${port}`, received,
    refuse: (answer) => { refusal = answer },
    beforeNext: (act) => { beforeNext = act },
    stop: () => new Promise(resolve => server.close(() => resolve()))
  }
}
