import { fromBase32, toBase32 } from './base32.ts'

/** `fixed` and `paper` prove by the ticket's secret, on a screen and in print; `moving` by a code of the moment (moving-code.ts). */
export const CODE_KINDS = ['fixed', 'moving', 'paper'] as const
export type CodeKind = (typeof CODE_KINDS)[number]

/** What a code says and a signature covers. */
export interface TicketFacts {
  kind: CodeKind
  ticketId: string
  sessionId: string
  /** Null: a standing place. */
  seatIndex: number | null
  /** 160 bits in base 32: the ticket's secret, or for a moving code what commits it to its seed. */
  proof: string
}

/** The moment of a moving code: which half minute it is of, and what only the holder of the seed can say of it. */
export interface CodeMoment { step: number, mac: Uint8Array<ArrayBuffer> }

export interface TicketCode extends TicketFacts {
  keyId: number
  signed: Uint8Array<ArrayBuffer>
  signature: Uint8Array<ArrayBuffer>
  /** Of a moving code. */
  moment: CodeMoment | null
}

/**
 * The text of a ticket's QR code: what a gate needs to know, signed with Ed25519 (RFC 8032), so that it can be checked without a
 * network by whoever has the public key. docs/tickets.md has it byte by byte.
 *
 * `FY1` + base 32 of: key id (1 byte), kind (1), ticket id (16), session id (16), seat index (4, big-endian, -1 for standing),
 * proof (20), signature over all of these (64). A moving code goes on with base 32 of: step (4, big-endian), MAC (8).
 * Capitals and digits only, so that the QR code uses its compact alphanumeric mode.
 */
const PREFIX = 'FY1'
const PROOF_AT = 1 + 1 + 16 + 16 + 4
const SIGNED_BYTES = PROOF_AT + 20
const SIGNATURE_BYTES = 64
const BODY_LENGTH = Math.ceil((SIGNED_BYTES + SIGNATURE_BYTES) * 8 / 5)
const MOMENT_BYTES = 4 + 8

/** The bytes that the key `keyId` is to sign. */
export function bytesToSign(keyId: number, facts: TicketFacts): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(SIGNED_BYTES)
  bytes[0] = keyId
  bytes[1] = CODE_KINDS.indexOf(facts.kind)
  bytes.set(uuidBytes(facts.ticketId), 2)
  bytes.set(uuidBytes(facts.sessionId), 18)
  new DataView(bytes.buffer).setInt32(34, facts.seatIndex ?? -1)
  bytes.set(fromBase32(facts.proof)!, PROOF_AT)
  return bytes
}

/** The whole code, or for a moving one all of it but the moment. */
export function codeText(signed: Uint8Array, signature: Uint8Array): string {
  const bytes = new Uint8Array(SIGNED_BYTES + SIGNATURE_BYTES)
  bytes.set(signed)
  bytes.set(signature, SIGNED_BYTES)
  return PREFIX + toBase32(bytes)
}

/** What a moving code ends with. */
export function momentText({ step, mac }: CodeMoment): string {
  const bytes = new Uint8Array(MOMENT_BYTES)
  new DataView(bytes.buffer).setUint32(0, step)
  bytes.set(mac, 4)
  return toBase32(bytes)
}

/** What a text says that has the shape of a code; null for anything else. Whether it is genuine is another question. */
export function parseTicketCode(text: string): TicketCode | null {
  const code = text.trim()
  if (!code.startsWith(PREFIX) || code.length > 400) return null
  const body = fromBase32(code.slice(PREFIX.length, PREFIX.length + BODY_LENGTH))
  const kind = body && CODE_KINDS[body[1]!]
  if (body?.length !== SIGNED_BYTES + SIGNATURE_BYTES || !kind) return null
  const tail = code.slice(PREFIX.length + BODY_LENGTH)
  const moment = kind === 'moving' ? parseMoment(tail) : null
  if (kind === 'moving' ? !moment : tail !== '') return null
  const seatIndex = new DataView(body.buffer).getInt32(34)
  return {
    keyId: body[0]!, kind, ticketId: uuidText(body.subarray(2, 18)), sessionId: uuidText(body.subarray(18, 34)),
    seatIndex: seatIndex < 0 ? null : seatIndex, proof: toBase32(body.subarray(PROOF_AT, SIGNED_BYTES)),
    signed: body.slice(0, SIGNED_BYTES), signature: body.slice(SIGNED_BYTES), moment
  }
}

function parseMoment(text: string): CodeMoment | null {
  const bytes = fromBase32(text)
  if (bytes?.length !== MOMENT_BYTES) return null
  return { step: new DataView(bytes.buffer).getUint32(0), mac: bytes.slice(4) }
}

function uuidBytes(uuid: string): Uint8Array {
  return Uint8Array.from(uuid.replaceAll('-', '').match(/../g)!, pair => Number.parseInt(pair, 16))
}

function uuidText(bytes: Uint8Array): string {
  return Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}
