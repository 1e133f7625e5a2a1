import type { DraftQuota, EventDraftDocument } from './event-document.ts'
import type { EventDocumentFault } from './event-faults.ts'

export const QUOTA_FAULT_CODES = [
  'quota-no-types', 'quota-type-unknown',
  /** More tickets of it are taken in a session than it would have. What is taken only the server knows. */
  'quota-below-taken'
] as const

/** What is wrong with the quotas of a document, as far as the document says it. */
export function quotaFaults(document: EventDraftDocument): EventDocumentFault[] {
  const known = new Set(document.ticketTypes.map(type => type.key))
  return (document.quotas ?? []).flatMap(quota => faultsOf(quota, known))
}

function faultsOf(quota: DraftQuota, known: ReadonlySet<string>): EventDocumentFault[] {
  const at = (field: string) => `quotas.${quota.key}.${field}`
  const faults: EventDocumentFault[] = (['en', 'zh'] as const).filter(locale => quota.name[locale].trim() === '').map(locale => ({ path: at(`name.${locale}`), code: 'missing' }))
  if (quota.capacity === null) faults.push({ path: at('capacity'), code: 'missing' })
  if (quota.ticketTypeKeys.length === 0) faults.push({ path: at('ticketTypeKeys'), code: 'quota-no-types' })
  else if (quota.ticketTypeKeys.some(key => !known.has(key))) faults.push({ path: at('ticketTypeKeys'), code: 'quota-type-unknown' })
  return faults
}

/** Tickets of a type that are sold or being paid for in a session. */
export interface TakenTickets { sessionKey: string, typeKey: string, tickets: number }

/** Quotas with fewer tickets than some session has taken of their types, with the highest such number. */
export function quotasBelowTaken(quotas: readonly DraftQuota[], taken: readonly TakenTickets[]): { quota: DraftQuota, taken: number }[] {
  return quotas.flatMap((quota) => {
    const ofSession = new Map<string, number>()
    for (const { sessionKey, typeKey, tickets } of taken) if (quota.ticketTypeKeys.includes(typeKey)) ofSession.set(sessionKey, (ofSession.get(sessionKey) ?? 0) + tickets)
    const most = Math.max(0, ...ofSession.values())
    return quota.capacity !== null && most > quota.capacity ? [{ quota, taken: most }] : []
  })
}
