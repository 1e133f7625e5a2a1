/** Characters (not UTF-16 units) to insert, delete or exchange to make `b` of `a` (Levenshtein). */
export function editDistance(a: string, b: string): number {
  const [from, to] = [[...a], [...b]]
  let above = Array.from({ length: to.length + 1 }, (_, i) => i)
  for (const [row, character] of from.entries()) {
    const line = [row + 1]
    for (const [column, other] of to.entries()) {
      line.push(Math.min(line[column]! + 1, above[column + 1]! + 1, above[column]! + (character === other ? 0 : 1)))
    }
    above = line
  }
  return above[to.length]!
}

/** How far apart two texts are, from 0 (the same) to 1 (nothing in common), whatever the case, spaces and punctuation. */
export function textDistance(a: string, b: string): number {
  const [from, to] = [plain(a), plain(b)]
  const longest = Math.max([...from].length, [...to].length)
  return longest === 0 ? 0 : editDistance(from, to) / longest
}

function plain(text: string): string {
  return text.normalize('NFKC').toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '')
}
