import { randomInt } from 'node:crypto'
import { and, eq, isNull, sql } from 'drizzle-orm'
import { inTransaction, violatedConstraint } from '#drizzle/transaction.ts'
import { accessCodes } from '#drizzle/schema/index.ts'
import { recordAudit } from '#server/domain/accounts/index.ts'
import { type Author, ownSession } from '#server/domain/publishing/index.ts'
import type { CreateAccessCodeInput } from '#shared/api/session-places.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import { newId } from '#shared/ids/id.ts'
import type { PlacesDeps } from './places-deps.ts'
import { requireAllotment } from './require-allotment.ts'

/** Without letters and digits that look alike. */
const ALPHABET = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789'
/** 31 to the tenth: some 50 bits, far too many for the tries that one network has. */
const LENGTH = 10

/**
 * A code that opens an allotment to whoever has it. Throws `access-code-taken`, `illegal-transition` (the allotment was released, or
 * is closed to everybody), `not-found`. @returns the code's id
 */
export async function addAccessCode(deps: PlacesDeps, author: Author, sessionId: string, allotmentId: string, wish: CreateAccessCodeInput): Promise<string> {
  await ownSession(deps.db, author, sessionId)
  const id = newId()
  const code = wish.code?.toUpperCase() ?? Array.from({ length: LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join('')
  try {
    await inTransaction(deps.db, async (tx) => {
      const allotment = await requireAllotment(tx, sessionId, allotmentId)
      if (allotment.kind === 'closed') throw new DomainError('illegal-transition', { state: 'closed' })
      await tx.insert(accessCodes).values({
        id, sessionId, allotmentId, code, places: wish.places, perPerson: wish.perPerson,
        startsAt: wish.startsAt ? new Date(wish.startsAt) : null, endsAt: wish.endsAt ? new Date(wish.endsAt) : null
      })
      await recordAudit(tx, { actor: author.userId, action: 'access-code.created', subjectType: 'access-code', subjectId: id, toState: 'usable', details: { sessionId, allotmentId, places: wish.places, perPerson: wish.perPerson } })
    })
  } catch (error) {
    if (violatedConstraint(error) === 'access_codes_code') throw new DomainError('access-code-taken', { accessCode: code })
    throw error
  }
  return id
}

/** A code that opens nothing any more; what was bought by it stays. Once is enough. Throws `not-found`. */
export async function retireAccessCode(deps: PlacesDeps, author: Author, sessionId: string, codeId: string): Promise<void> {
  await ownSession(deps.db, author, sessionId)
  await inTransaction(deps.db, async (tx) => {
    const ofSession = and(eq(accessCodes.id, codeId), eq(accessCodes.sessionId, sessionId))
    const [known] = await tx.select({ id: accessCodes.id }).from(accessCodes).where(ofSession)
    if (!known) throw new DomainError('not-found')
    const moved = await tx.update(accessCodes).set({ retiredAt: sql`now()` }).where(and(ofSession, isNull(accessCodes.retiredAt))).returning({ id: accessCodes.id })
    if (moved.length > 0) await recordAudit(tx, { actor: author.userId, action: 'access-code.retired', subjectType: 'access-code', subjectId: codeId, fromState: 'usable', toState: 'retired', details: { sessionId } })
  })
}
