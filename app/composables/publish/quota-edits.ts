import type { DraftQuota, EventDraftDocument } from '#shared/publishing/event-document.ts'

/** Prices that are sold no more count in no quota. */
export function forgetInQuotas(document: EventDraftDocument, typeKeys: readonly string[]): void {
  for (const quota of document.quotas ?? []) quota.ticketTypeKeys = quota.ticketTypeKeys.filter(key => !typeKeys.includes(key))
}

/** A new price of a kind of ticket counts where all the others of that kind do. */
export function joinQuotas(document: EventDraftDocument, typeKey: string, ofSameKind: readonly string[]): void {
  for (const quota of document.quotas ?? []) if (ofSameKind.every(key => quota.ticketTypeKeys.includes(key))) quota.ticketTypeKeys.push(typeKey)
}

/** Counts some prices in the quota, or none of them. */
export function countInQuota(quota: DraftQuota, typeKeys: readonly string[], isCounted: boolean): void {
  const others = quota.ticketTypeKeys.filter(key => !typeKeys.includes(key))
  quota.ticketTypeKeys = isCounted ? [...others, ...typeKeys] : others
}
