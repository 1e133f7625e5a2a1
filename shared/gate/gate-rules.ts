/** Which ticket types pass a gate, from when until when, and whether they may come back in. */
export interface GateRule {
  /** Null: every type. */
  ticketTypeIds: string[] | null
  /** ISO 8601; null: at any time before the end. */
  opensAt: string | null
  closesAt: string | null
  /** Whoever was scanned out may come in again. */
  allowsReentry: boolean
}

export type GateRuling = { rule: GateRule, says: 'may-pass' | 'too-early' | 'too-late' } | { rule: null, says: 'wrong-gate' }

/** What a gate's rules say of a ticket type at a time, in ms since 1970. The first rule that names the type decides. */
export function ruleOf(rules: readonly GateRule[], ticketTypeId: string, atMs: number): GateRuling {
  const rule = rules.find(one => one.ticketTypeIds === null || one.ticketTypeIds.includes(ticketTypeId))
  if (!rule) return { rule: null, says: 'wrong-gate' }
  if (rule.opensAt && atMs < Date.parse(rule.opensAt)) return { rule, says: 'too-early' }
  if (rule.closesAt && atMs >= Date.parse(rule.closesAt)) return { rule, says: 'too-late' }
  return { rule, says: 'may-pass' }
}
