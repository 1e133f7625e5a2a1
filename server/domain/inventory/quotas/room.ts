import { DomainError } from '#shared/errors/domain-error.ts'
import type { QuotaLeft } from './quotas-left.ts'

/** The quota of a ticket type that has least left; null where no quota counts it. */
export function tightestQuota(quotas: readonly QuotaLeft[], ticketTypeId: string): QuotaLeft | null {
  const counting = quotas.filter(quota => quota.ticketTypeIds.includes(ticketTypeId))
  return counting.length === 0 ? null : counting.reduce((least, quota) => quota.left < least.left ? quota : least)
}

/** Tickets of this type that all of its quotas have room for. */
export function roomFor(quotas: readonly QuotaLeft[], ticketTypeId: string): number {
  return tightestQuota(quotas, ticketTypeId)?.left ?? Infinity
}

/** The quotas with so many tickets of a type counted in them. */
export function lessTickets(quotas: readonly QuotaLeft[], ticketTypeId: string, count: number): QuotaLeft[] {
  return quotas.map(quota => quota.ticketTypeIds.includes(ticketTypeId) ? { ...quota, left: quota.left - count } : quota)
}

/** The refusal of so many tickets of a type. */
export function quotaFull(quotas: readonly QuotaLeft[], ticketTypeId: string, asked: number): DomainError {
  const quota = tightestQuota(quotas, ticketTypeId)
  return new DomainError('quota-full', { quota: quota?.name, left: Math.max(0, quota?.left ?? 0), asked })
}
