import { and, eq, sql } from 'drizzle-orm'
import type { Transaction } from '#drizzle/database.ts'
import { type TransferRow, auditLog, outbox, ticketTransfers } from '#drizzle/schema/index.ts'
import { DomainError } from '#shared/errors/domain-error.ts'

export type TransferState = TransferRow['state']

/** The state machine of handing a ticket on. What is not here never happens. */
export const TRANSFER_TRANSITIONS: Record<TransferState, readonly TransferState[]> = {
  offered: ['accepted', 'withdrawn'],
  accepted: [],
  withdrawn: []
}

/** Ends an offer, with its audit row and message. Throws `transfer-over` where somebody was faster. */
export async function endTransfer(tx: Transaction, transfer: TransferRow, to: 'accepted' | 'withdrawn', actor: string): Promise<void> {
  const moved = await tx.update(ticketTransfers).set({ state: to, decidedAt: sql`now()` }).where(and(eq(ticketTransfers.id, transfer.id), eq(ticketTransfers.state, 'offered'))).returning({ id: ticketTransfers.id })
  if (moved.length !== 1) throw new DomainError('transfer-over')
  await noteTransfer(tx, transfer, 'offered', to, actor)
}

export async function noteTransfer(tx: Transaction, transfer: Pick<TransferRow, 'id' | 'ticketId'>, from: TransferState | undefined, to: TransferState, actor: string): Promise<void> {
  await tx.insert(auditLog).values({ actor, action: `transfer.${to}`, subjectType: 'transfer', subjectId: transfer.id, fromState: from, toState: to, details: { ticketId: transfer.ticketId } })
  await tx.insert(outbox).values({ topic: `transfer.${to}`, key: transfer.ticketId, payload: { transferId: transfer.id, ticketId: transfer.ticketId } })
}
