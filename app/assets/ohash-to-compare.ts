/**
 * `ohash` as the browser needs it: it compares cookies. Its SHA-256 would ride along in every visit (U-03), for component islands only,
 * which are off.
 */
export { isEqual } from 'ohash/utils'

/** @throws Always: nothing in the browser hashes. */
export function hash(): never {
  throw new Error('the browser hashes nothing: component islands are off')
}
