import type { GateTicket } from '#shared/api/gate.ts'

/*
 * The list that a phone keeps for when it has no network. A lost phone must tell nothing, so each row is found by a hash of something
 * that only a ticket shows, and sealed with a key made of the same: without the ticket a row says neither whose it is nor what it is.
 * The idea is alf.io's. Rows of orders are sealed by a key of the house that stands in the rows of their codes only.
 */

/** Parts that a list comes in, so that one admission does not make a phone fetch everything again. */
export const LIST_PARTS = 32

/** What the code of a ticket opens. */
export interface ListedProof {
  /** The key of its order's row. */
  order: string
  ticketId: string
  /** Of a moving code, to judge its moment: base64url. */
  seed: string | null
}

/** Everything about an order that a gate needs. */
export interface ListedOrder { tickets: (GateTicket & { ticketTypeId: string })[] }

/** By what a row is found, and what is in it, sealed. */
export type ListRow = [found: string, sealed: string]

/** `proof` is what a code proves by: a ticket's secret, or what commits to its seed. */
export const codeRowOf = (proof: string, opens: ListedProof): Promise<ListRow> => rowOf('code', proof, opens)
export const orderRowOf = (key: string, order: ListedOrder): Promise<ListRow> => rowOf('order', key, order)
/** The key to an order for whoever has its reference, spoken or typed. 40 bits: less than a code, enough for an evening (docs/gate.md). */
export const referenceRowOf = (reference: string, key: string): Promise<ListRow> => rowOf('reference', plainReference(reference), key)

export type RowFinder = (found: string) => string | undefined

export const openCodeRow = (rows: RowFinder, proof: string) => openRow<ListedProof>(rows, 'code', proof)
export const openOrderRow = (rows: RowFinder, key: string) => openRow<ListedOrder>(rows, 'order', key)
export const openReferenceRow = (rows: RowFinder, reference: string) => openRow<string>(rows, 'reference', plainReference(reference))

/** However it is typed: Crockford's letters that look like digits are those digits. */
export function plainReference(text: string): string {
  return text.toUpperCase().replace(/[^0-9A-Z]/g, '').replace(/^FY/, '').replaceAll('O', '0').replace(/[IL]/g, '1')
}

async function rowOf(kind: string, material: string, says: unknown): Promise<ListRow> {
  const iv = crypto.getRandomValues(new Uint8Array(12))
  const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, await keyOf(kind, material), new TextEncoder().encode(JSON.stringify(says)))
  return [await foundBy(kind, material), toText(iv) + toText(new Uint8Array(sealed))]
}

async function openRow<T>(rows: RowFinder, kind: string, material: string): Promise<T | null> {
  const sealed = rows(await foundBy(kind, material))
  if (sealed === undefined) return null
  const opened = await crypto.subtle.decrypt({ name: 'AES-GCM', iv: toBytes(sealed.slice(0, 16)) }, await keyOf(kind, material), toBytes(sealed.slice(16)))
  return JSON.parse(new TextDecoder().decode(opened)) as T
}

async function foundBy(kind: string, material: string): Promise<string> {
  return toText(new Uint8Array(await hash(`foyer gate ${kind} is found by ${material}`)).subarray(0, 15))
}

async function keyOf(kind: string, material: string): Promise<CryptoKey> {
  return await crypto.subtle.importKey('raw', await hash(`foyer gate ${kind} is sealed by ${material}`), 'AES-GCM', false, ['encrypt', 'decrypt'])
}

const hash = (text: string) => crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))

/** Base64; twelve bytes are sixteen characters. */
function toText(bytes: Uint8Array): string {
  let text = ''
  for (const byte of bytes) text += String.fromCharCode(byte)
  return btoa(text)
}

const toBytes = (text: string) => Uint8Array.from(atob(text), character => character.charCodeAt(0))
