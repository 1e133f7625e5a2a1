import type { TicketKeySpec } from '#server/domain/tickets/index.ts'
import { deriveKey } from './keys.ts'

/** One key of `FOYER_TICKET_KEYS`: its id alone is derived from the secret of the house. */
export type TicketKeySetting = { id: number } | TicketKeySpec
export type TicketKeySettings = [{ id: number } | (TicketKeySpec & { seed: Uint8Array }), ...TicketKeySetting[]]

const KEY = /^(\d{1,3})(?:([:@])([\w-]{43}))?$/

/**
 * Reads `FOYER_TICKET_KEYS`: `3,2` (derived from the secret; the first signs, the others are still accepted), `3:seed` (a seed of its
 * own), `2@public-key` (verifies only). Seeds and keys are 32 bytes in base64url. Throws with what is wrong.
 */
export function parseTicketKeys(text: string): TicketKeySettings {
  const keys = text.split(',').map((part) => {
    const [, number, mark, bytes] = KEY.exec(part.trim()) ?? []
    const id = Number(number)
    if (!(id >= 1 && id <= 255)) throw new Error('is a list such as "2,1": numbers from 1 to 255, each alone, as number:seed or as number@public-key (43 characters of base64url)')
    if (!bytes) return { id }
    return mark === ':' ? { id, seed: Buffer.from(bytes, 'base64url') } : { id, publicKey: Buffer.from(bytes, 'base64url') }
  })
  if (new Set(keys.map(key => key.id)).size < keys.length) throw new Error('names a number twice')
  if ('publicKey' in keys[0]!) throw new Error('begins with the key that signs: a public key cannot')
  return keys as TicketKeySettings
}

/** The keys themselves. */
export function ticketKeySpecs([first, ...others]: TicketKeySettings, secret: string): [TicketKeySpec & { seed: Uint8Array }, ...TicketKeySpec[]] {
  const derived = (id: number) => ({ id, seed: deriveKey(secret, id === 1 ? 'ticket-signing' : `ticket-signing-${id}`) })
  return ['seed' in first ? first : derived(first.id), ...others.map(key => 'seed' in key || 'publicKey' in key ? key : derived(key.id))]
}
