/**
 * A Latin word without the ending that says "more than one" or "of": operas, opera; houses, hous; children's, children.
 * No more than that: a stem that two words share by accident costs more than one that two forms do not.
 */
export function stem(word: string): string {
  const base = word.replace(/['’]s$/, '').replace(/['’]/g, '')
  if (base.length < 4 || !/^[a-z]+$/.test(base)) return base
  // One form for all, and such that whoever still types has its beginning: stori of story and stories, movi of movie and movies.
  if (/[^aeiou]ies$/.test(base) && base.length > 4) return base.slice(0, -2)
  if (/[^aeiou]ie$/.test(base)) return base.slice(0, -1)
  if (/[^aeiou]y$/.test(base)) return `${base.slice(0, -1)}i`
  if (/(?:s|x|z|ch|sh)es$/.test(base) && base.length > 4) return base.slice(0, -2)
  // Houses may be of a house or of a hous: both forms lose their e.
  if (/(?:s|x|z|ch|sh)e$/.test(base)) return base.slice(0, -1)
  if (/[^sui]s$/.test(base)) return base.slice(0, -1)
  return base
}
