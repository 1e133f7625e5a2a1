import type { Locale } from '#shared/text/local-text.ts'

/** One mail, ready to go. */
export interface Letter {
  /** Of the delivery: the Message-ID is made of it, so that a mail sent twice is known for one. */
  id: string
  to: string
  subject: string
  text: string
  html: string
  locale: Locale
  /** Where one click ends mails of this kind (RFC 8058); null where they may not be ended. */
  unsubscribeUrl: string | null
  attachments?: Attachment[]
}

/** A file that goes with a mail. */
export interface Attachment { name: string, type: string, content: Buffer }

/** One text message. */
export interface TextMessage {
  id: string
  /** E.164. */
  to: string
  text: string
  /** Set where an earlier try may have got through: messages since then are looked at before another is sent. */
  triedSince: Date | null
}

/** A browser that takes push messages. */
export interface PushTarget { endpoint: string, p256dh: string, auth: string }
export interface PushMessage { title: string, body: string, path: string }

/** The ways out of the house. Each throws `Undeliverable` for what no repetition helps; anything else is tried again. */
export interface MailSender {
  send(letter: Letter): Promise<void>
  close(): Promise<void>
}
export interface SmsSender {
  send(message: TextMessage): Promise<void>
}
export interface PushSender {
  /** What browsers subscribe with (VAPID, RFC 8292), base64url. */
  publicKey(): Promise<string>
  /** `id` lets a push service replace a message that it has not delivered yet by its repetition. */
  send(target: PushTarget, message: PushMessage, id: string): Promise<void>
}

/** What this installation can send by; null: not set up, messages wait. */
export interface Post {
  mail: MailSender | null
  sms: SmsSender | null
  push: PushSender
  /** Mails that one process sends at a time. A crash may repeat one mail a lane. */
  mailLanes: number
}

/** No repetition would help. `gone`: the receiver does not exist any more and may be forgotten. */
export class Undeliverable extends Error {
  readonly reason: 'refused' | 'gone'
  constructor(reason: 'refused' | 'gone', message: string) {
    super(message)
    this.reason = reason
  }
}

/** The provider cannot be reached or is out of order: the next message would fare no better. */
export class PostAway extends Error {}
