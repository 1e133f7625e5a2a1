/** A JSON-LD document or a part of one. */
export type JsonLd = { [key: string]: JsonLdValue }
export type JsonLdValue = string | number | boolean | JsonLd | JsonLdValue[]

/**
 * JSON for the inside of a `<script type="application/ld+json">`. No text in it can end the script or start a comment, and
 * old parsers read the two line separators that JSON allows and JavaScript did not (V-11).
 */
export function serialiseJsonLd(document: JsonLd): string {
  return JSON.stringify(document).replace(/[<>&\u2028\u2029]/g, character => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)
}
