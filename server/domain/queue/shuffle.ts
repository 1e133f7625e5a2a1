import { hash, randomBytes } from 'node:crypto'

/** A seed that nobody knows, and the hash that is published before it decides anything. */
export function newSeed(): { seed: string, seedHash: string } {
  const seed = randomBytes(32).toString('hex')
  return { seed, seedHash: hash('sha256', seed, 'hex') }
}

const HASHED_AT_ONCE = 4_000
const KEPT = 8
const kept = new Map<string, Promise<Uint32Array>>()

/**
 * Where each early number stands in line: `positions[number]`, both from 1. The numbers 1 to `count` are sorted by
 * SHA-256("<seed>:<number>"), so that anybody who knows the seed finds the same. Computed once, in steps that let others work.
 */
export function positionsOf(seed: string, count: number): Promise<Uint32Array> {
  const key = `${seed}:${count}`
  const known = kept.get(key) ?? shuffle(seed, count)
  kept.delete(key)
  kept.set(key, known)
  if (kept.size > KEPT) kept.delete(kept.keys().next().value!)
  return known
}

async function shuffle(seed: string, count: number): Promise<Uint32Array> {
  // 64 bits decide; of equal ones, which 100,000 people see once in four billion shuffles, the earlier number is first.
  const high = new Uint32Array(count + 1), low = new Uint32Array(count + 1)
  for (let number = 1; number <= count; number++) {
    const digest = hash('sha256', `${seed}:${number}`, 'buffer')
    high[number] = digest.readUInt32BE(0)
    low[number] = digest.readUInt32BE(4)
    if (number % HASHED_AT_ONCE === 0) await new Promise(resolve => setImmediate(resolve))
  }
  const numbers = Uint32Array.from({ length: count }, (_, i) => i + 1)
  numbers.sort((a, b) => high[a]! - high[b]! || low[a]! - low[b]! || a - b)
  const positions = new Uint32Array(count + 1)
  numbers.forEach((number, i) => { positions[number] = i + 1 })
  return positions
}
