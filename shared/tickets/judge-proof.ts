import { fromBase32, toBase32 } from './base32.ts'
import { type CodeRule, acceptsKind } from './code-rule.ts'
import type { ProofFault } from './code-verdict.ts'
import { commitmentTo, judgeMoment } from './moving-code.ts'
import type { TicketCode } from './ticket-code.ts'

/** What a gate must know of a ticket to tell its present code from others. A digest, so that a lost device gives no code away. */
export interface KnownProof { secretDigest: string, seed: Uint8Array<ArrayBuffer> }

/** 160 bits of the SHA-256 of a ticket's secret, base 32. */
export async function secretDigest(secret: string): Promise<string> {
  return toBase32(new Uint8Array(await crypto.subtle.digest('SHA-256', fromBase32(secret)!)).subarray(0, 20))
}

/** Whether a genuine code is the one that its ticket has now, on the server and on a device without network alike. */
export async function judgeProof(code: TicketCode, known: KnownProof, rule: CodeRule, atMs: number): Promise<'ok' | ProofFault> {
  const isCurrent = code.kind === 'moving' ? code.proof === await commitmentTo(known.seed) : await secretDigest(code.proof) === known.secretDigest
  if (!isCurrent) return 'old-code'
  if (!acceptsKind(rule, code.kind)) return 'kind-not-accepted'
  if (code.kind !== 'moving') return 'ok'
  return await judgeMoment(code.moment!, known.seed, atMs) === 'ok' ? 'ok' : 'stale-code'
}
