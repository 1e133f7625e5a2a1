import { randomInt } from 'node:crypto'

/** Crockford's base 32: no I, L, O, U, so that it survives being read out on the phone. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** A new order reference such as `FY-7K3M-QX9D`: 40 random bits; the table refuses the rare twin. */
export function newReference(): string {
  const part = () => Array.from({ length: 4 }, () => ALPHABET[randomInt(32)]).join('')
  return `FY-${part()}-${part()}`
}
