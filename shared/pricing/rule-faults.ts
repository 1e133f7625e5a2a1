import type { PriceRules, TimeRule } from './price-rules.ts'

/** What may be wrong with price rules beside what is missing, by the name of its sentence. */
export const RULE_FAULT_CODES = ['rules-none', 'rules-bounds', 'rules-step', 'rules-outside', 'rules-two-kinds', 'rules-twice'] as const
export type RuleFaultCode = typeof RULE_FAULT_CODES[number]

/** `field` is a path below the rules: `floorMinor`, `byTime.0.at`; empty: the rules as a whole. */
export interface RuleFault { field: string, code: RuleFaultCode | 'missing' }

/** What keeps rules from being handed in. None: they always have a price between floor and cap that is a multiple of the step. */
export function ruleFaults(rules: PriceRules): RuleFault[] {
  const { floorMinor, capMinor, byTime, bySales } = rules
  const amount = (field: string, amountMinor: number | null) => {
    const code = amountFault(rules, amountMinor)
    return code ? [{ field, code }] : []
  }
  return [
    ...when(byTime.length + bySales.length === 0, '', 'rules-none'),
    ...when(floorMinor === null, 'floorMinor', 'missing'),
    ...when(capMinor === null, 'capMinor', 'missing'),
    ...when(floorMinor !== null && capMinor !== null && floorMinor > capMinor, 'capMinor', 'rules-bounds'),
    ...when(isOffStep(rules, floorMinor), 'floorMinor', 'rules-step'),
    ...when(isOffStep(rules, capMinor), 'capMinor', 'rules-step'),
    ...byTime.flatMap((rule, index) => [...timeRuleFaults(rule, `byTime.${index}`), ...amount(`byTime.${index}.priceMinor`, rule.priceMinor)]),
    ...bySales.flatMap(({ soldPercent, percent }, index) => [
      ...when(soldPercent === null, `bySales.${index}.soldPercent`, 'missing'),
      ...when(percent === null, `bySales.${index}.percent`, 'missing'),
      ...when(soldPercent !== null && bySales.findIndex(other => other.soldPercent === soldPercent) !== index, `bySales.${index}.soldPercent`, 'rules-twice')
    ])
  ]
}

/** Why the rules would never ask for this amount; null where they might. */
export function amountFault(rules: PriceRules, amountMinor: number | null): 'rules-step' | 'rules-outside' | null {
  if (amountMinor === null) return null
  if (isOffStep(rules, amountMinor)) return 'rules-step'
  return amountMinor < (rules.floorMinor ?? 0) || amountMinor > (rules.capMinor ?? amountMinor) ? 'rules-outside' : null
}

function isOffStep({ stepMinor }: PriceRules, amountMinor: number | null): boolean {
  return amountMinor !== null && amountMinor % stepMinor !== 0
}

function timeRuleFaults({ at, daysBefore, priceMinor, percent }: TimeRule, path: string): RuleFault[] {
  return [
    ...when(at === null && daysBefore === null, `${path}.at`, 'missing'),
    ...when(at !== null && daysBefore !== null, `${path}.at`, 'rules-two-kinds'),
    ...when(priceMinor === null && percent === null, `${path}.priceMinor`, 'missing'),
    ...when(priceMinor !== null && percent !== null, `${path}.priceMinor`, 'rules-two-kinds')
  ]
}

const when = (isSo: boolean, field: string, code: RuleFault['code']): RuleFault[] => isSo ? [{ field, code }] : []
