/** Letters looked at: beyond them a word is told apart by `wordDistance`. */
const HEAD = 7

/** Spelling mistakes that a word of so many letters may have; 0: too short to say what was meant. */
export function forgiven(word: string): 0 | 1 | 2 {
  if (word.length < 4 || !/^[a-z]+$/.test(word)) return 0
  return word.length <= 7 ? 1 : 2
}

/**
 * Hashes of the head of a word and of all that is left of it without one letter, or two: whoever is at most so many mistakes away
 * shares at least one, because each mistake is undone by leaving a letter out on either side (the symmetric deletes of SymSpell).
 * So near words are looked up by an index instead of compared one by one.
 */
export function shorterForms(word: string): number[] {
  const forms = new Set([word.slice(0, HEAD)])
  let last = [...forms]
  for (let left = word.length > 6 ? 2 : 1; left > 0; left--) {
    last = last.flatMap(form => Array.from(form, (_, at) => form.slice(0, at) + form.slice(at + 1)))
    for (const form of last) forms.add(form)
  }
  return [...new Set([...forms].map(hash))]
}

/** Letters to insert, delete, exchange, or swap with their neighbour to make `b` of `a` (optimal string alignment). */
export function wordDistance(a: string, b: string): number {
  const rows = [Array.from({ length: b.length + 1 }, (_, i) => i)]
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1
      row[j] = Math.min(row[j - 1]! + 1, rows[i - 1]![j]! + 1, rows[i - 1]![j - 1]! + cost)
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) row[j] = Math.min(row[j]!, rows[i - 2]![j - 2]! + 1)
    }
    rows.push(row)
  }
  return rows[a.length]![b.length]!
}

/** FNV-1a in 32 bits, signed as Postgres has its integers. */
function hash(text: string): number {
  let value = 0x811c9dc5
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193)
  return value | 0
}
