import { asc, eq, sql } from 'drizzle-orm'
import { type GateDeviceRow, gateDevices, gates, ticketTypes } from '#drizzle/schema/index.ts'
import { type Author, ownSession } from '#server/domain/publishing/index.ts'
import type { GateDeskReply } from '#shared/api/gate.ts'
import { conflictsOf } from './conflicts.ts'
import { countsOf } from './gate-counts.ts'
import type { GateDeps } from './gate-deps.ts'

type DeviceView = GateDeskReply['gates'][number]['devices'][number]

/** The gates of a session as their publisher sees them: phones, people, and who should not be inside. Throws `not-found`. */
export async function gateDesk(deps: GateDeps, author: Author, sessionId: string): Promise<GateDeskReply> {
  const { session } = await ownSession(deps.db, author, sessionId)
  const [types, counts, allGates, devices, scans, conflicts] = await Promise.all([
    deps.db.select({ id: ticketTypes.id, en: ticketTypes.nameEn, zh: ticketTypes.nameZh }).from(ticketTypes).where(eq(ticketTypes.sessionId, sessionId)).orderBy(asc(ticketTypes.sortOrder), asc(ticketTypes.id)),
    countsOf(deps.db, sessionId),
    deps.db.select().from(gates).where(eq(gates.sessionId, sessionId)).orderBy(asc(gates.id)),
    deps.db.select({ device: gateDevices }).from(gateDevices).innerJoin(gates, eq(gates.id, gateDevices.gateId)).where(eq(gates.sessionId, sessionId)).orderBy(asc(gateDevices.id)),
    scansByDevice(deps, sessionId),
    conflictsOf(deps.db, sessionId)
  ])
  const ticketTypeRows = types.map(({ id, en, zh }) => ({ id, name: { en, zh }, sold: 0, admitted: 0, inside: 0, ...counts.find(one => one.ticketTypeId === id) }))
  const total = (name: 'sold' | 'admitted' | 'inside') => counts.reduce((sum, one) => sum + one[name], 0)
  return {
    sessionId,
    startsAt: session.startsAt.toISOString(), doorsAt: session.doorsAt?.toISOString() ?? null, endsAt: session.endsAt.toISOString(),
    sold: total('sold'), admitted: total('admitted'), inside: total('inside'),
    ticketTypes: ticketTypeRows.map(({ id, name, sold, admitted, inside }) => ({ id, name, sold, admitted, inside })),
    gates: allGates.map((gate) => {
      const own = scans.filter(row => row.gate_id === gate.id)
      return {
        id: gate.id, name: gate.name, rules: gate.rules, allowsByHand: gate.allowsByHand, isClosed: gate.closedAt !== null,
        admitted: own.reduce((sum, row) => sum + row.admitted, 0), refused: own.reduce((sum, row) => sum + row.refused, 0),
        devices: devices.filter(({ device }) => device.gateId === gate.id).map(({ device }) => viewOf(device, own.find(row => row.device_id === device.id)))
      }
    }),
    conflicts
  }
}

interface ScanCounts extends Record<string, unknown> { gate_id: string, device_id: string, scans: number, admitted: number, refused: number }

/** Passages that were taken back do not count. */
async function scansByDevice({ db }: GateDeps, sessionId: string): Promise<ScanCounts[]> {
  return [...await db.execute<ScanCounts>(sql`
    select s.gate_id, s.device_id, count(*)::int as scans, count(*) filter (where s.kind = 'entry' and s.passed and u.id is null)::int as admitted, count(*) filter (where not s.passed)::int as refused
    from gate_scans s left join gate_scans u on u.device_id = s.device_id and u.undoes = s.nonce and u.kind = 'undo' and u.passed
    where s.session_id = ${sessionId} and s.kind <> 'undo' group by 1, 2`)]
}

function viewOf(device: GateDeviceRow, scans: ScanCounts | undefined): DeviceView {
  const text = (at: Date | null) => at?.toISOString() ?? null
  return {
    id: device.id, name: device.name, state: stateOf(device), joinedAt: text(device.joinedAt), lastSeenAt: text(device.lastSeenAt), listAt: text(device.listAt),
    pending: device.pending, clockErrorMs: device.clockErrorMs, scans: scans?.scans ?? 0, admitted: scans?.admitted ?? 0
  }
}

function stateOf(device: GateDeviceRow): DeviceView['state'] {
  if (device.revokedAt) return 'revoked'
  if (device.expiresAt.getTime() <= Date.now()) return 'over'
  return device.tokenHash ? 'joined' : 'invited'
}
