/** Somebody's words as a pattern for SQL's LIKE: to be found anywhere, `%`, `_` and `\` being letters like others (V-16). */
export function likePattern(words: string): string {
  return `%${words.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`
}
