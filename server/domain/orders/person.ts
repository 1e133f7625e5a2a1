import { createHmac } from 'node:crypto'
import { samePerson } from '#shared/text/same-person.ts'

/** One person for the limit of a session, in every browser and however he writes his address. */
export interface Person {
  /** `user:<id>`, `email:<address>` of a guest, or `guest-list:<id>`, which no limit counts. */
  personKey: string
  /** Of the address of his account, or of the one that a guest gave; null where there is none. */
  personEmailHash: string | null
}

/** What is known of a person by his address: keyed, so that nobody who sees the database can try addresses. */
export function personEmailHash(key: Buffer, address: string): string {
  return createHmac('sha256', key).update(`person\n${samePerson(address)}`).digest('base64url')
}
