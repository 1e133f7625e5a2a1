import { diffArrays } from 'diff'
import type { Locale } from '#shared/text/local-text.ts'

/** A stretch of text: `same` in both, or only on one side. */
export interface TextPart { text: string, kind: 'same' | 'only' }

/** Longer stretches without a change are shortened to their ends. */
const CONTEXT = 120
/** A pair of texts that have next to nothing in common is not worth more of a reviewer's time. */
const TIMEOUT_MS = 1_000

/** Both texts word by word, each with what only it has. Chinese has no spaces: its words are found by the browser's dictionary. */
export function wordDiff(before: string, after: string, locale: Locale): { before: TextPart[], after: TextPart[] } {
  const changes = diffArrays(wordsOf(before, locale), wordsOf(after, locale), { timeout: TIMEOUT_MS })
  if (!changes) return { before: [{ text: before, kind: 'only' }], after: [{ text: after, kind: 'only' }] }
  const sides = { before: [] as TextPart[], after: [] as TextPart[] }
  for (const change of changes) {
    const text = change.value.join('')
    const kind = change.added || change.removed ? 'only' as const : 'same' as const
    if (!change.added) sides.before.push({ text, kind })
    if (!change.removed) sides.after.push({ text, kind })
  }
  return sides
}

/** The parts with long unchanged stretches shortened; `null` stands for what was left out. */
export function shortened(parts: readonly TextPart[]): (TextPart | null)[] {
  return parts.flatMap((part, index) => {
    if (part.kind === 'only' || part.text.length <= 2.5 * CONTEXT) return [part]
    const head = index === 0 ? [] : [{ ...part, text: part.text.slice(0, CONTEXT) }]
    const tail = index === parts.length - 1 ? [] : [{ ...part, text: part.text.slice(-CONTEXT) }]
    return [...head, null, ...tail]
  })
}

function wordsOf(text: string, locale: Locale): string[] {
  return [...new Intl.Segmenter(locale === 'zh' ? 'zh-CN' : 'en', { granularity: 'word' }).segment(text)].map(part => part.segment)
}
