import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Waiter } from './queue-deps.ts'

/**
 * What a person carries: his number in line, and later his admission. Signed, and bound to the session, the opening of its waiting
 * room and the person: a browser's cookie or an account. So a place survives whatever forgets it here, and is worth nothing to others.
 */
export interface Carried { kind: 'place' | 'admission', sessionId: string, round: number, number: number, position: number, person: string }

export type ReadCarried = { ok: true, carried: Carried } | { ok: false, why: 'forged' | 'other-session' | 'other-person' }

/** Who somebody is in a line: 64 bits of a keyed hash, so that nothing stored or carried tells it. */
export function personIn(key: Buffer, waiter: Pick<Waiter, 'userId' | 'visitor'>): string {
  return hashOf(key, waiter.userId ? `user:${waiter.userId}` : `visitor:${waiter.visitor}`)
}

const hashOf = (key: Buffer, who: string) => createHmac('sha256', key).update(`person\n${who}`).digest('base64url').slice(0, 11)

export function sign(key: Buffer, carried: Carried): string {
  const text = [carried.kind === 'place' ? 'p' : 'a', carried.sessionId, carried.round, carried.number, carried.position, carried.person].join('.')
  return `${text}.${macOf(key, text)}`
}

/**
 * Reads what somebody shows. It is his if it was given to his account, or to this browser before he signed in.
 */
export function readCarried(key: Buffer, token: string, kind: Carried['kind'], sessionId: string, waiter: Pick<Waiter, 'userId' | 'visitor'>): ReadCarried {
  const parts = token.split('.')
  const [letter, session = '', round, number, position, person = '', mac = ''] = parts
  const isSigned = parts.length === 7 && letter === kind[0] && isSame(mac, macOf(key, parts.slice(0, 6).join('.')))
  if (!isSigned) return { ok: false, why: 'forged' }
  if (session !== sessionId) return { ok: false, why: 'other-session' }
  const own = [hashOf(key, `visitor:${waiter.visitor}`), ...waiter.userId ? [hashOf(key, `user:${waiter.userId}`)] : []]
  if (!own.includes(person)) return { ok: false, why: 'other-person' }
  return { ok: true, carried: { kind, sessionId, round: Number(round), number: Number(number), position: Number(position), person } }
}

const macOf = (key: Buffer, text: string) => createHmac('sha256', key).update(text).digest('base64url')

function isSame(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)]
  return left.length === right.length && timingSafeEqual(left, right)
}
