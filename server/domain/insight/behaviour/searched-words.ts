/**
 * What was looked for, as it may be counted: in one form of each letter (NFKC), small, at most 100 of them, and without what tells who
 * somebody is or what he pays by. An e-mail address, and seven digits or more whatever stands between them (a phone, a card, an identity
 * card), are left out, since no show is called so (G-03).
 */
export function searchedWords(typed: string): string {
  return typed.normalize('NFKC').replaceAll(EMAIL, ' ').replaceAll(LONG_NUMBER, ' ').replaceAll(/\s+/g, ' ').trim().toLowerCase().slice(0, 100)
}

const EMAIL = /[^\s@]+@[^\s@]+/g
const LONG_NUMBER = /[+(]?\d(?:[ .()/-]{0,2}\d){6,}x?/gi
