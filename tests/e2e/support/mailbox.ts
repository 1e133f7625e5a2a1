import { type APIRequestContext, expect } from '@playwright/test'
import type { MailboxMessageReply, MailboxReply } from '#shared/api/notices.ts'

/** An idle connection may be closed the moment that it is used again; to look twice harms nobody. */
const LOOK = { maxRetries: 2 }

/** The latest message that this house kept for an address, once it says what is looked for; returns the first match. */
export async function sentTo(request: APIRequestContext, address: string, what: RegExp): Promise<string> {
  let found: string | undefined
  await expect.poll(async () => {
    const { messages } = await (await request.get(`/api/mailbox?address=${encodeURIComponent(address)}`, LOOK)).json() as MailboxReply
    const latest = messages[0] && await (await request.get(`/api/mailbox/${messages[0].id}`, LOOK)).json() as MailboxMessageReply
    return found = what.exec(latest?.text ?? '')?.[0]
  }, { message: `a message to ${address} with ${what}`, timeout: 45_000 }).toBeDefined()
  return found!
}

/** The code in the latest message to an e-mail or a phone (in E.164). */
export const codeSentTo = (request: APIRequestContext, address: string): Promise<string> => sentTo(request, address, /\b\d{6}\b/)
