import { sql } from 'drizzle-orm'
import type { Queryable } from '#drizzle/database.ts'
import type { FrozenLabels, TicketRow } from '#drizzle/schema/index.ts'
import type { ConflictView } from '#shared/api/gate.ts'
import { CLOSED_STATES, GONE_STATES } from '#shared/gate/closed-states.ts'
import { historyOf } from '#shared/gate/passages.ts'
import type { Verdict } from '#shared/gate/verdicts.ts'
import { type RecordedPassage, passagesOf } from './passages-of.ts'

/** As many as a publisher can look at; the oldest first. */
const MOST = 200

interface Suspect extends Record<string, unknown> { id: string, reference: string, labels: FrozenLabels, state: TicketRow['state'], blocked_reason: string | null }

/**
 * Who is inside and should not be: two on one ticket, or one on a ticket that was given back, handed on, changed, sold or blocked. Phones without a
 * network cannot know (C-03, C-06); here it is seen once they are back, the same in whatever order they come.
 */
export async function conflictsOf(db: Queryable, sessionId: string): Promise<ConflictView[]> {
  const suspects = await db.execute<Suspect>(sql`
    with walked as (
      select ticket_id, count(*) as times, bool_or(shown is not null and verdict not in ('admitted', 'already-used')) as is_odd
      from gate_scans where session_id = ${sessionId} and kind = 'entry' and passed group by ticket_id
    )
    select t.id, o.reference, l.labels, t.state, t.blocked_reason
    from walked w join tickets t on t.id = w.ticket_id join order_lines l on l.id = t.order_line_id join orders o on o.id = t.order_id
    where w.times > 1 or w.is_odd or t.state in ${[...GONE_STATES]} order by t.id limit ${MOST}`)
  const passages = await passagesOf(db, suspects.map(suspect => suspect.id))
  const byNonce = new Map(passages.map(passage => [`${passage.deviceId} ${passage.nonce}`, passage.ticketId]))
  const ofTicket = Map.groupBy(passages, passage => passage.kind === 'undo' ? byNonce.get(`${passage.deviceId} ${passage.undoes}`)! : passage.ticketId!)
  return suspects.flatMap((suspect) => {
    const { together, entries } = historyOf(ofTicket.get(suspect.id) ?? [])
    if (together.length) return [conflict('twice', suspect, together)]
    const odd = entries.filter(entry => entry.wasOffline && !EXPECTED.has(entry.verdict))
    return odd.length ? [conflict(kindOf(odd[0]!.verdict), suspect, odd)] : []
  }).toSorted((a, b) => a.passages[0]!.at.localeCompare(b.passages[0]!.at))
}

const EXPECTED: ReadonlySet<Verdict> = new Set(['admitted', 'already-used'])
const NAMED = [...CLOSED_STATES, 'old-code'] as const
const kindOf = (verdict: Verdict): ConflictView['kind'] => NAMED.find(name => name === verdict) ?? 'other'

function conflict(kind: ConflictView['kind'], { id, reference, labels }: Suspect, passages: RecordedPassage[]): ConflictView {
  return {
    kind,
    ticket: {
      ticketId: id, orderReference: reference, ticketType: { en: labels.ticketTypeEn, zh: labels.ticketTypeZh }, section: { en: labels.sectionEn, zh: labels.sectionZh },
      row: labels.row ?? null, ...(labels.isTable && { isTable: true }), seat: labels.seat ?? null
    },
    passages: passages.map(({ gate, device, atMs, wasOffline, clockErrorMs }) => ({ gate, device, at: new Date(atMs).toISOString(), wasOffline, clockErrorMs }))
  }
}
