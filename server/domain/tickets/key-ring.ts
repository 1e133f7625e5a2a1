import { type KeyObject, createPrivateKey, createPublicKey } from 'node:crypto'
import type { TicketKeysReply } from '#shared/tickets/public-keys.ts'

/** One key of the settings: a seed that signs and verifies, or a public key that only verifies; 32 bytes. */
export type TicketKeySpec = { id: number } & ({ seed: Uint8Array } | { publicKey: Uint8Array })

/** The keys of this house: one signs new codes, all of them are accepted, others were. */
export interface TicketKeyRing {
  signing: { id: number, privateKey: KeyObject }
  accepted: ReadonlyMap<number, KeyObject>
  /** Ids below the newest that are not accepted any more. */
  retired: ReadonlySet<number>
}

/** DER headers of Ed25519 keys before their 32 bytes: PKCS#8 and SubjectPublicKeyInfo (RFC 8410, sections 7 and 4). */
const PRIVATE_HEADER = Buffer.from('302e020100300506032b657004220420', 'hex')
const PUBLIC_HEADER = Buffer.from('302a300506032b6570032100', 'hex')

/** The first spec signs and must have a seed; ids are unique. */
export function openKeyRing([first, ...others]: readonly [TicketKeySpec & { seed: Uint8Array }, ...TicketKeySpec[]]): TicketKeyRing {
  const specs: TicketKeySpec[] = [first, ...others]
  const newest = Math.max(...specs.map(spec => spec.id))
  const known = new Set(specs.map(spec => spec.id))
  return {
    signing: { id: first.id, privateKey: privateKeyOf(first.seed) },
    accepted: new Map(specs.map(spec => [spec.id, 'seed' in spec ? createPublicKey(privateKeyOf(spec.seed)) : publicKeyOf(spec.publicKey)])),
    retired: new Set(Array.from({ length: newest }, (_, index) => index + 1).filter(id => !known.has(id)))
  }
}

/** What the world may know of it. */
export function publicKeysOf(ring: TicketKeyRing): TicketKeysReply {
  return {
    keys: [...ring.accepted].map(([id, key]) => ({ id, publicKey: key.export({ format: 'jwk' }).x!, isSigning: id === ring.signing.id })),
    retired: [...ring.retired]
  }
}

function privateKeyOf(seed: Uint8Array): KeyObject {
  return createPrivateKey({ key: Buffer.concat([PRIVATE_HEADER, seed]), format: 'der', type: 'pkcs8' })
}

function publicKeyOf(bytes: Uint8Array): KeyObject {
  return createPublicKey({ key: Buffer.concat([PUBLIC_HEADER, bytes]), format: 'der', type: 'spki' })
}
