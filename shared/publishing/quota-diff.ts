import type { EventChange } from './event-change.ts'
import type { DraftQuota, EventDraftDocument } from './event-document.ts'
import { byKey } from './by-key.ts'
import { sameValue } from './same-value.ts'

/**
 * Quotas. Whatever leaves less to be sold of what is sold now is large; more room, another name and a quota over new prices alone are
 * small. Nobody with a ticket is concerned.
 */
export function diffQuotas(base: EventDraftDocument, next: EventDraftDocument): EventChange[] {
  const sold = new Set(base.ticketTypes.map(type => type.key))
  return byKey(base.quotas ?? [], next.quotas ?? []).flatMap(({ key, before, after }): EventChange[] => {
    const path = `quotas.${key}`
    const about = { path, subject: 'quota' as const, sessionKeys: [] }
    if (!before) return [{ ...about, kind: 'added', size: after!.ticketTypeKeys.some(type => sold.has(type)) ? 'large' : 'small', before: null, after }]
    if (!after) return [{ ...about, kind: 'removed', size: 'small', before, after: null }]
    const change = (field: keyof DraftQuota, isNarrower: boolean): EventChange[] => sameValue(inOrder(before[field]), inOrder(after[field]))
      ? []
      : [{
          ...about, path: `${path}.${field}`, kind: 'changed', size: isNarrower ? 'large' : 'small', before: before[field], after: after[field]
        }]
    return [
      ...change('name', false),
      ...change('capacity', (after.capacity ?? 0) < (before.capacity ?? 0)),
      ...change('ticketTypeKeys', after.ticketTypeKeys.some(type => sold.has(type) && !before.ticketTypeKeys.includes(type)))
    ]
  })
}

const inOrder = (value: unknown) => Array.isArray(value) ? value.toSorted() : value
