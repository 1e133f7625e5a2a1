import { type KeyObject, createPrivateKey, createPublicKey, randomBytes, sign, verify } from 'node:crypto'

/**
 * The text of a ticket's QR code: what a gate needs to know, signed with Ed25519 (RFC 8032), so that it can be checked without a
 * network by whoever has the public key.
 *
 * `FY1` + base 32 of: key id (1 byte), ticket id (16), session id (16), seat index (4, big-endian, -1 for standing), secret (20),
 * signature over all of these (64). Capitals and digits only, so that the QR code uses its compact alphanumeric mode.
 */
export interface TicketFacts { ticketId: string, sessionId: string, seatIndex: number | null, secret: string }

const PREFIX = 'FY1'
const KEY_ID = 1
const SIGNED_BYTES = 1 + 16 + 16 + 4 + 20
const SIGNATURE_BYTES = 64
/** PKCS#8 header of an Ed25519 private key (RFC 8410, section 7), before its 32 bytes. */
const PKCS8_HEADER = Buffer.from('302e020100300506032b657004220420', 'hex')

/** The signing key pair that belongs to 32 bytes of seed. */
export function ticketKeys(seed: Buffer): { privateKey: KeyObject, publicKey: KeyObject } {
  const privateKey = createPrivateKey({ key: Buffer.concat([PKCS8_HEADER, seed]), format: 'der', type: 'pkcs8' })
  return { privateKey, publicKey: createPublicKey(privateKey) }
}

/** A new secret: 160 random bits as 32 characters of base 32. */
export function newTicketSecret(): string {
  return toBase32(randomBytes(20))
}

export function signTicket(privateKey: KeyObject, ticket: TicketFacts): string {
  const seat = Buffer.alloc(4)
  seat.writeInt32BE(ticket.seatIndex ?? -1)
  const facts = Buffer.concat([Buffer.from([KEY_ID]), uuidBytes(ticket.ticketId), uuidBytes(ticket.sessionId), seat, fromBase32(ticket.secret)!])
  return PREFIX + toBase32(Buffer.concat([facts, sign(null, facts, privateKey)]))
}

/** The facts of a genuine code; null for anything else, however broken. */
export function readTicketCode(publicKey: KeyObject, code: string): TicketFacts | null {
  if (!code.startsWith(PREFIX) || code.length > 400) return null
  const bytes = fromBase32(code.slice(PREFIX.length))
  if (bytes?.length !== SIGNED_BYTES + SIGNATURE_BYTES || bytes[0] !== KEY_ID) return null
  const facts = bytes.subarray(0, SIGNED_BYTES)
  if (!verify(null, facts, publicKey, bytes.subarray(SIGNED_BYTES))) return null
  const seatIndex = facts.readInt32BE(33)
  return { ticketId: uuidText(facts.subarray(1, 17)), sessionId: uuidText(facts.subarray(17, 33)), seatIndex: seatIndex < 0 ? null : seatIndex, secret: toBase32(facts.subarray(37)) }
}

function uuidBytes(uuid: string): Buffer {
  return Buffer.from(uuid.replaceAll('-', ''), 'hex')
}

function uuidText(bytes: Buffer): string {
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

/** Base 32 of RFC 4648 without padding. */
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

function toBase32(bytes: Uint8Array): string {
  let text = ''
  let buffer = 0
  let bits = 0
  for (const byte of bytes) {
    buffer = (buffer << 8) | byte
    bits += 8
    while (bits >= 5) {
      bits -= 5
      text += ALPHABET[(buffer >> bits) & 31]
    }
    buffer &= (1 << bits) - 1
  }
  return bits > 0 ? text + ALPHABET[(buffer << (5 - bits)) & 31] : text
}

function fromBase32(text: string): Buffer | null {
  const bytes: number[] = []
  let buffer = 0
  let bits = 0
  for (const character of text) {
    const value = ALPHABET.indexOf(character)
    if (value < 0) return null
    buffer = (buffer << 5) | value
    bits += 5
    if (bits >= 8) {
      bits -= 8
      bytes.push((buffer >> bits) & 255)
    }
    buffer &= (1 << bits) - 1
  }
  // Bits left over must be zero: otherwise one ticket would have several codes.
  return buffer === 0 ? Buffer.from(bytes) : null
}
