import { sql } from 'drizzle-orm'
import type { Queryable } from '#drizzle/database.ts'
import type { Passage } from '#shared/gate/passages.ts'
import type { Verdict } from '#shared/gate/verdicts.ts'

/** A passage with the words that people read of it. */
export interface RecordedPassage extends Passage {
  ticketId: string | null
  gate: string
  device: string
  verdict: Verdict
  wasOffline: boolean
  clockErrorMs: number
}

interface Row extends Record<string, unknown> {
  ticket_id: string | null, device_id: string, gate_id: string, nonce: string, sequence: number, kind: Passage['kind'], undoes: string | null, passed: boolean, at_ms: string, gate: string, device: string, verdict: Verdict, was_offline: boolean, clock_error_ms: number
}

/** Everything that was recorded of some tickets, with what takes it back. */
export async function passagesOf(db: Queryable, ticketIds: string[]): Promise<RecordedPassage[]> {
  if (ticketIds.length === 0) return []
  const ids = sql`(select unnest(${sql.param(`{${ticketIds.join(',')}}`)}::uuid[]))`
  const rows = await db.execute<Row>(sql`
    with walked as (select * from gate_scans where ticket_id in ${ids} and kind <> 'undo' and passed)
    select s.ticket_id, s.device_id, s.gate_id, s.nonce, s.sequence, s.kind, s.undoes, s.passed, extract(epoch from s.happened_at) * 1000 as at_ms,
      g.name as gate, d.name as device, s.verdict, s.shown is not null as was_offline, s.clock_error_ms
    from (select * from walked union all select u.* from gate_scans u join walked w on u.device_id = w.device_id and u.undoes = w.nonce and u.kind = 'undo' and u.passed) s
    join gates g on g.id = s.gate_id join gate_devices d on d.id = s.device_id`)
  return rows.map(r => ({
    ticketId: r.ticket_id, deviceId: r.device_id, gateId: r.gate_id, nonce: r.nonce, sequence: r.sequence, kind: r.kind, undoes: r.undoes, passed: r.passed, atMs: Number(r.at_ms),
    gate: r.gate, device: r.device, verdict: r.verdict, wasOffline: r.was_offline, clockErrorMs: r.clock_error_ms
  }))
}
