import { and, eq, inArray, isNull, sql } from 'drizzle-orm'
import type { Transaction } from '#drizzle/database.ts'
import { auditLog, gateDevices, gates, ticketTypes } from '#drizzle/schema/index.ts'
import { inTransaction, violatedConstraint } from '#drizzle/transaction.ts'
import { type Author, ownSession } from '#server/domain/publishing/index.ts'
import type { GateInput } from '#shared/api/gate.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import type { GateDeps } from './gate-deps.ts'
import { ownGate } from './own-gate.ts'

/** Opens a gate into a session. Throws `not-found`, `gate-name-taken`. @returns its id */
export async function openGate(deps: GateDeps, author: Author, sessionId: string, input: GateInput): Promise<string> {
  await ownSession(deps.db, author, sessionId)
  return await orNameTaken(input.name, () => inTransaction(deps.db, async (tx) => {
    await requireOwnTypes(tx, sessionId, input)
    const [gate] = await tx.insert(gates).values({ sessionId, ...input }).returning({ id: gates.id })
    await tx.insert(auditLog).values({ actor: author.userId, action: 'gate.opened', subjectType: 'gate', subjectId: gate!.id, toState: 'open', details: { ...input } })
    return gate!.id
  }))
}

/** Another name, other rules: phones learn of it within a minute, the server at once. Throws `not-found`, `gate-name-taken`. */
export async function changeGate(deps: GateDeps, author: Author, sessionId: string, gateId: string, input: GateInput): Promise<void> {
  await ownGate(deps.db, author, sessionId, gateId)
  await orNameTaken(input.name, () => inTransaction(deps.db, async (tx) => {
    await requireOwnTypes(tx, sessionId, input)
    const changed = await tx.update(gates).set(input).where(and(eq(gates.id, gateId), isNull(gates.closedAt))).returning({ id: gates.id })
    if (changed.length === 0) throw new DomainError('illegal-transition', { state: 'closed' })
    await tx.insert(auditLog).values({ actor: author.userId, action: 'gate.changed', subjectType: 'gate', subjectId: gateId, details: { ...input } })
  }))
}

/** Closes a gate and shuts its phones out; what was scanned there stays. Closing it twice does nothing more. Throws `not-found`. */
export async function closeGate(deps: GateDeps, author: Author, sessionId: string, gateId: string): Promise<void> {
  await ownGate(deps.db, author, sessionId, gateId)
  await inTransaction(deps.db, async (tx) => {
    const closed = await tx.update(gates).set({ closedAt: sql`now()` }).where(and(eq(gates.id, gateId), isNull(gates.closedAt))).returning({ id: gates.id })
    if (closed.length === 0) return
    await tx.update(gateDevices).set({ revokedAt: sql`now()`, linkHash: null, tokenHash: null }).where(and(eq(gateDevices.gateId, gateId), isNull(gateDevices.revokedAt)))
    await tx.insert(auditLog).values({ actor: author.userId, action: 'gate.closed', subjectType: 'gate', subjectId: gateId, fromState: 'open', toState: 'closed' })
  })
}

async function requireOwnTypes(tx: Transaction, sessionId: string, input: GateInput): Promise<void> {
  const named = [...new Set(input.rules.flatMap(rule => rule.ticketTypeIds ?? []))]
  if (named.length === 0) return
  const known = await tx.select({ id: ticketTypes.id }).from(ticketTypes).where(and(eq(ticketTypes.sessionId, sessionId), inArray(ticketTypes.id, named)))
  if (known.length < named.length) throw new DomainError('invalid-input', { errors: [{ path: 'rules', message: 'names a ticket type that this session does not have', code: 'custom' }] })
}

async function orNameTaken<T>(name: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (violatedConstraint(error) === 'gates_name') throw new DomainError('gate-name-taken', { name })
    throw error
  }
}
