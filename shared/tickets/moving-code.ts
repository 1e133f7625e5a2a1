import { toBase32 } from './base32.ts'
import { type CodeMoment, momentText } from './ticket-code.ts'

/**
 * A code that changes every half minute: the idea of time-based one-time passwords (RFC 6238), with SHA-256 and 64 bits instead of
 * six digits. The seed lives on the phone and with the gate; the code itself never shows it, so a picture of the code is worth
 * nothing a minute later. WebCrypto, which browsers, workers and the server all have.
 */
export const STEP_SECONDS = 30

/**
 * Steps to either side that a gate accepts: one for the time between drawing and scanning, one for clocks that are up to half a
 * minute off. So a picture is worthless after 90 s at the latest.
 */
export const ACCEPTED_STEPS = 2

const MAC_BYTES = 8

export function stepAt(atMs: number): number {
  return Math.floor(atMs / 1000 / STEP_SECONDS)
}

/** What commits a code to its seed without showing it: 160 bits of its SHA-256, base 32. */
export async function commitmentTo(seed: Uint8Array<ArrayBuffer>): Promise<string> {
  return toBase32(new Uint8Array(await crypto.subtle.digest('SHA-256', seed)).subarray(0, 20))
}

/** A moving code at a moment: `still` is what the server signed. */
export async function movingCodeAt(still: string, seed: Uint8Array<ArrayBuffer>, atMs: number): Promise<string> {
  return still + momentText(await momentOf(seed, stepAt(atMs)))
}

/** Whether the holder of the seed made this moment, and whether it is about now. */
export async function judgeMoment(moment: CodeMoment, seed: Uint8Array<ArrayBuffer>, atMs: number): Promise<'ok' | 'wrong' | 'stale'> {
  const own = await momentOf(seed, moment.step)
  if (!sameBytes(own.mac, moment.mac)) return 'wrong'
  return Math.abs(stepAt(atMs) - moment.step) <= ACCEPTED_STEPS ? 'ok' : 'stale'
}

async function momentOf(seed: Uint8Array<ArrayBuffer>, step: number): Promise<CodeMoment> {
  const counter = new Uint8Array(8)
  // Eight bytes, big-endian, as in RFC 4226; the upper four are zero for the next four thousand years.
  new DataView(counter.buffer).setUint32(4, step)
  const key = await crypto.subtle.importKey('raw', seed, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign'])
  return { step, mac: new Uint8Array(await crypto.subtle.sign('HMAC', key, counter)).slice(0, MAC_BYTES) }
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  let difference = a.length ^ b.length
  for (const [index, byte] of a.entries()) difference |= byte ^ (b[index] ?? 0)
  return difference === 0
}
