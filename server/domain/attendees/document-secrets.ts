import { createHmac, hkdfSync } from 'node:crypto'
import { type DocumentKind, tailOf } from '#shared/attendees/identity-document.ts'
import { open, seal } from '#shared/secrets/sealed.ts'

/** What the database has of a document: its number sealed, a keyed hash to compare it by, and its end to show. */
export function documentSecrets(houseKey: Buffer, attendeeId: string, kind: DocumentKind, number: string) {
  return { documentKind: kind, numberSealed: seal(keyFor(houseKey, 'seal'), number, attendeeId), numberHash: documentHash(houseKey, kind, number), numberTail: tailOf(number) }
}

/** The same for the same document, and worth nothing without the house's key: there are few enough numbers to try them all. */
export function documentHash(houseKey: Buffer, kind: DocumentKind, number: string): string {
  return createHmac('sha256', keyFor(houseKey, 'hash')).update(`${kind} ${number}`).digest('base64url')
}

/** The number again. Throws where it is another attendee's, or was changed. */
export function openNumber(houseKey: Buffer, attendeeId: string, sealed: string): string {
  return open(keyFor(houseKey, 'seal'), sealed, attendeeId)
}

function keyFor(houseKey: Buffer, purpose: 'seal' | 'hash'): Buffer {
  return Buffer.from(hkdfSync('sha256', houseKey, 'foyer', `attendee-document-${purpose}`, 32))
}
