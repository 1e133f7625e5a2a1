import { and, eq, inArray, sql } from 'drizzle-orm'
import type { Transaction } from '#drizzle/database.ts'
import { type WaitingEntryRow, auditLog, waitingEntries } from '#drizzle/schema/index.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import { ENTRY_TRANSITIONS, type EntryState } from './transitions.ts'

/**
 * Moves entries to a state: the only way one ever changes it. A conditional update and its audit rows, in the caller's transaction.
 * Throws illegal-transition where the table of moves has no such move.
 * @returns those that moved now; the others were moved by somebody else meanwhile
 */
export async function moveEntries(tx: Transaction, ids: string[], from: EntryState, to: EntryState, actor: string): Promise<WaitingEntryRow[]> {
  if (!ENTRY_TRANSITIONS[from].includes(to)) throw new DomainError('illegal-transition', { state: from })
  if (ids.length === 0) return []
  const isEnd = ENTRY_TRANSITIONS[to].length === 0
  const moved = await tx.update(waitingEntries).set({ state: to, ...(isEnd ? { endedAt: sql`now()`, savingUntil: null } : {}), ...(to === 'offered' ? { passedOver: 0, savingUntil: null } : {}) })
    .where(and(inArray(waitingEntries.id, ids), eq(waitingEntries.state, from))).returning()
  if (moved.length > 0) await recordMoves(tx, moved.map(entry => entry.id), from, to, actor)
  return moved
}

/** Writes down that somebody joined; the first state has no `from`. */
export async function recordJoined(tx: Transaction, id: string, to: EntryState, actor: string): Promise<void> {
  await recordMoves(tx, [id], undefined, to, actor)
}

async function recordMoves(tx: Transaction, ids: string[], from: EntryState | undefined, to: EntryState, actor: string): Promise<void> {
  await tx.insert(auditLog).values(ids.map(id => ({ actor, action: `waiting.${to}`, subjectType: 'waiting entry', subjectId: id, fromState: from ?? null, toState: to })))
}
