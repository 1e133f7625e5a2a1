import { createHmac, randomBytes, sign, verify } from 'node:crypto'
import { fromBase32, toBase32 } from '#shared/tickets/base32.ts'
import type { CodeFault } from '#shared/tickets/code-verdict.ts'
import { type KnownProof, secretDigest } from '#shared/tickets/judge-proof.ts'
import { commitmentTo } from '#shared/tickets/moving-code.ts'
import { type CodeKind, type TicketCode, bytesToSign, codeText, parseTicketCode } from '#shared/tickets/ticket-code.ts'
import type { TicketKeyRing } from './key-ring.ts'

/** The keys of this house that ticket codes need: to sign, and to derive the seeds of moving codes. */
export interface TicketKeys { ring: TicketKeyRing, movingCodes: Buffer }

/** What a ticket must say to get a code. */
export interface CodedTicket { id: string, sessionId: string, seatIndex: number | null, secret: string }

/** A new secret: 160 random bits as 32 characters of base 32. */
export function newTicketSecret(): string {
  return toBase32(randomBytes(20))
}

/** The seed of a ticket's moving codes: it dies with the secret, and does not follow from a printed code. */
export function movingSeed(keys: TicketKeys, secret: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(createHmac('sha256', keys.movingCodes).update(fromBase32(secret)!).digest())
}

/** The code of a ticket; of a moving one, what the phone completes every half minute. */
export async function signTicket(keys: TicketKeys, ticket: CodedTicket, kind: CodeKind): Promise<string> {
  const proof = kind === 'moving' ? await commitmentTo(movingSeed(keys, ticket.secret)) : ticket.secret
  const { id, privateKey } = keys.ring.signing
  const signed = bytesToSign(id, { kind, ticketId: ticket.id, sessionId: ticket.sessionId, seatIndex: ticket.seatIndex, proof })
  return codeText(signed, sign(null, signed, privateKey))
}

/** Whether this house signed it; what it says is then true of the day of its signing. */
export function readTicketCode({ ring }: Pick<TicketKeys, 'ring'>, text: string): { verdict: 'genuine', code: TicketCode } | { verdict: CodeFault } {
  const code = parseTicketCode(text)
  if (!code) return { verdict: 'not-a-ticket' }
  if (ring.retired.has(code.keyId)) return { verdict: 'old-key' }
  const key = ring.accepted.get(code.keyId)
  return key && verify(null, code.signed, key, code.signature) ? { verdict: 'genuine', code } : { verdict: 'forged' }
}

/** What a gate, or its device, keeps of a ticket to tell its present code (`judgeProof`). */
export async function knownProofOf(keys: TicketKeys, secret: string): Promise<KnownProof> {
  return { secretDigest: await secretDigest(secret), seed: movingSeed(keys, secret) }
}
