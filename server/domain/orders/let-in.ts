import type { Transaction } from '#drizzle/database.ts'
import { type HeldLine, type SaleSession, keepersOf, liveAllotments, placesByAccess, useAccess } from '#server/domain/inventory/index.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import { seatsToName } from '#shared/seating/seat-words.ts'
import type { Person } from './person.ts'

/** Which lines of an order come out of allotments, and by which code. */
export interface LetIn {
  ofLine(line: HeldLine): { allotmentId: string | null, accessCodeId: string | null }
  /** Places by code. */
  uses: Map<string, number>
}

/**
 * Whom kept places are opened to. A seat that an allotment keeps goes only to a line that was let into that allotment; what is
 * kept no more is everybody's, and uses no code. Ask under the shared lock of the session's places. Throws `seat-not-for-sale`.
 */
export async function letIn(tx: Transaction, sale: SaleSession, lines: HeldLine[]): Promise<LetIn> {
  const [keepers, live] = await Promise.all([
    keepersOf(tx, sale.session.id, lines.flatMap(line => line.seatIndex ?? [])),
    liveAllotments(tx, lines.flatMap(line => line.seatIndex === null && line.access ? line.access.allotmentId : []))
  ])
  const refused = lines.flatMap(line => line.seatIndex !== null && keepers.has(line.seatIndex) && keepers.get(line.seatIndex) !== line.access?.allotmentId ? line.seatIndex : [])
  if (refused.length > 0) throw new DomainError('seat-not-for-sale', seatsToName(sale.plan, refused))
  const ofLine: LetIn['ofLine'] = (line) => {
    const isKept = line.access && (line.seatIndex === null ? live.has(line.access.allotmentId) : keepers.has(line.seatIndex))
    return isKept ? { allotmentId: line.access!.allotmentId, accessCodeId: line.access!.codeId } : { allotmentId: null, accessCodeId: null }
  }
  const uses = new Map<string, number>()
  for (const line of lines) {
    const { accessCodeId } = ofLine(line)
    if (accessCodeId) uses.set(accessCodeId, (uses.get(accessCodeId) ?? 0) + line.quantity)
  }
  return { ofLine, uses }
}

/** Uses the codes of an order, each within what it gives in all and to one person. Throws `access-code-refused`, `limit-reached`. */
export async function useAccessOf(tx: Transaction, order: Person & { id: string }, access: LetIn): Promise<void> {
  for (const [codeId, places] of [...access.uses].sort(([a], [b]) => a < b ? -1 : 1)) {
    const { perPerson } = await useAccess(tx, codeId, places)
    if (perPerson === null) continue
    const had = await placesByAccess(tx, codeId, order)
    if (had + places > perPerson) throw new DomainError('limit-reached', { limit: perPerson, held: had })
  }
}
