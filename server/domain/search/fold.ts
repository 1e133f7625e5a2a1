// @ts-expect-error The package has no types for its dictionaries, each of which is one text: `樂 乐|...`.
import pairs from 'opencc-js/dict/TSCharacters'

/**
 * Character by character, not by phrase: a phrase of the query may begin elsewhere than in the text, and both must come out the
 * same. What is lost (乾坤 as 干坤) is lost on both sides.
 */
const SIMPLIFIED = new Map((pairs as string).split('|').map((pair) => {
  const [traditional, simplified] = pair.split(' ')
  return [traditional!, simplified!] as const
}))

/**
 * A text as it is compared: full width as half width, lower case, no accents, traditional Chinese as simplified. Control characters and
 * halves of surrogate pairs, which no name has and Postgres refuses, become spaces.
 */
export function fold(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Cs}]/gu, ' ')
    .normalize('NFKD').replace(/\p{Mn}/gu, '').normalize('NFC')
    .toLowerCase().replaceAll('ß', 'ss').replaceAll('ø', 'o').replaceAll('æ', 'ae').replaceAll('œ', 'oe').replaceAll('ł', 'l')
    .replace(/\p{Script=Han}/gu, character => SIMPLIFIED.get(character) ?? character)
}
