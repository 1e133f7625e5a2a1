/**
 * `ohash` as the browser needs it: it compares cookies. Its SHA-256 would ride along in every visit (U-03), for component islands, which
 * are off, and for icons that a function customises, of which there are none.
 */
export { isEqual } from 'ohash/utils'

/** @throws Always: nothing in the browser hashes. */
export function hash(): never {
  throw new Error('the browser hashes nothing: there are no component islands, and no icons customised by a function')
}
