import type { CodeKind } from './ticket-code.ts'

/**
 * Which codes an event's gates accept; its publisher chooses. `fixed`: the code stays the same, on the screen and on paper.
 * `moving`: it changes every half minute on the screen, pictures of it are worthless, and there is no paper.
 * `moving-or-paper`: the same on the screen, and the printed code is accepted too.
 */
export const CODE_RULES = ['fixed', 'moving', 'moving-or-paper'] as const
export type CodeRule = (typeof CODE_RULES)[number]

export function acceptsKind(rule: CodeRule, kind: CodeKind): boolean {
  if (kind === 'moving') return true
  if (kind === 'paper') return rule !== 'moving'
  return rule === 'fixed'
}

/** What the owner's screen shows. */
export const screenKind = (rule: CodeRule): CodeKind => rule === 'fixed' ? 'fixed' : 'moving'

export const allowsPaper = (rule: CodeRule): boolean => acceptsKind(rule, 'paper')
