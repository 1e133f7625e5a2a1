/**
 * A Latin word without the ending that says "more than one" or "of": operas, opera; symphonies, symphony; children's, children.
 * No more than that: a stem that two words share by accident costs more than one that two forms do not.
 */
export function stem(word: string): string {
  const base = word.replace(/['’]s$/, '').replace(/['’]/g, '')
  if (base.length < 4 || !/^[a-z]+$/.test(base)) return base
  if (/[^aeiou]ies$/.test(base) && base.length > 4) return `${base.slice(0, -3)}y`
  if (/(?:s|x|z|ch|sh)es$/.test(base) && base.length > 5) return base.slice(0, -2)
  if (/[^sui]s$/.test(base)) return base.slice(0, -1)
  return base
}
