import { sql } from 'drizzle-orm'
import { boolean, check, index, integer, jsonb, pgEnum, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import type { GateRule } from '#shared/gate/gate-rules.ts'
import { sessions } from './catalogue.ts'
import { createdAt, id, instant } from './columns.ts'
import { tickets } from './tickets.ts'

export const gateScanKind = pgEnum('gate_scan_kind', ['entry', 'exit', 'undo'])

/** A way into one session, as its publisher names it: the north door, the box for guests. */
export const gates = pgTable('gates', {
  id: id(),
  sessionId: uuid('session_id').notNull().references(() => sessions.id),
  name: text('name').notNull(),
  /** The first rule that names a ticket's type says when it may pass here; none: it may not. */
  rules: jsonb('rules').$type<GateRule[]>().notNull(),
  /** Whether staff may look people up and admit them without a code. */
  allowsByHand: boolean('allows_by_hand').notNull().default(true),
  createdAt: createdAt(),
  /** Nobody passes any more; kept for its scans. */
  closedAt: instant('closed_at')
}, t => [
  uniqueIndex('gates_name').on(t.sessionId, t.name).where(sql`${t.closedAt} is null`)
])

/** A phone that scans at a gate. It is nobody: it has a name that the publisher gave it, and no account. */
export const gateDevices = pgTable('gate_devices', {
  id: id(),
  gateId: uuid('gate_id').notNull().references(() => gates.id),
  name: text('name').notNull(),
  /** SHA-256 of the link's secret; null once a phone has taken it. */
  linkHash: text('link_hash').unique(),
  /** SHA-256 of what the phone shows with every request. */
  tokenHash: text('token_hash').unique(),
  joinedAt: instant('joined_at'),
  /** After the session: from then on it may only hand in what it has scanned. */
  expiresAt: instant('expires_at').notNull(),
  revokedAt: instant('revoked_at'),
  lastSeenAt: instant('last_seen_at'),
  /** How old the list on it was when it was last seen. */
  listAt: instant('list_at'),
  /** Scans that it had not handed in when it was last seen. */
  pending: integer('pending').notNull().default(0),
  /** Of its clock against ours, when it was last seen; positive: it is ahead. */
  clockErrorMs: integer('clock_error_ms'),
  createdAt: createdAt()
}, t => [
  index('gate_devices_gate').on(t.gateId),
  check('gate_devices_pending', sql`${t.pending} >= 0`)
])

/** Everything that was ever scanned, admitted by hand or taken back. Rows are only added. */
export const gateScans = pgTable('gate_scans', {
  id: id(),
  deviceId: uuid('device_id').notNull().references(() => gateDevices.id),
  gateId: uuid('gate_id').notNull().references(() => gates.id),
  sessionId: uuid('session_id').notNull().references(() => sessions.id),
  /** Made by the device: the same scan, sent again, is one row. */
  nonce: uuid('nonce').notNull(),
  /** Counts what the device did. Its clock may be wrong, this is not. */
  sequence: integer('sequence').notNull(),
  kind: gateScanKind('kind').notNull(),
  /** Null where the code names no ticket of ours. */
  ticketId: uuid('ticket_id').references(() => tickets.id),
  /** The scan that an undo takes back. */
  undoes: uuid('undoes'),
  /** What the server says of it; see shared/gate/verdicts.ts. */
  verdict: text('verdict').notNull(),
  /** What the device had shown by itself, before the server knew of it; null: the server decided. */
  shown: text('shown'),
  /** Somebody walked in (or out, for an exit) on it. */
  passed: boolean('passed').notNull(),
  /** Without the ticket's own code. */
  byHand: boolean('by_hand').notNull().default(false),
  /** SHA-256 of what was scanned: who tries the same forgery at several gates is seen. */
  codeHash: text('code_hash'),
  /** By the device's own clock. */
  deviceAt: instant('device_at').notNull(),
  /** How far that clock was ahead of ours; negative: behind. */
  clockErrorMs: integer('clock_error_ms').notNull(),
  /** `device_at` without the error of the clock. */
  happenedAt: instant('happened_at').notNull(),
  receivedAt: createdAt()
}, t => [
  uniqueIndex('gate_scans_nonce').on(t.deviceId, t.nonce),
  index('gate_scans_ticket').on(t.ticketId),
  index('gate_scans_gate').on(t.gateId, t.receivedAt),
  index('gate_scans_session').on(t.sessionId),
  index('gate_scans_undone').on(t.deviceId, t.undoes).where(sql`${t.kind} = 'undo'`),
  check('gate_scans_undoes', sql`(${t.kind} = 'undo') = (${t.undoes} is not null)`),
  check('gate_scans_passed', sql`not ${t.passed} or ${t.ticketId} is not null or ${t.kind} = 'undo'`)
])

/** Whether whoever has a ticket is inside now. Written by scans only; a ticket without a row has never been inside. */
export const gatePresence = pgTable('gate_presence', {
  ticketId: uuid('ticket_id').primaryKey().references(() => tickets.id),
  sessionId: uuid('session_id').notNull().references(() => sessions.id),
  isInside: boolean('is_inside').notNull(),
  changedAt: instant('changed_at').notNull().default(sql`now()`)
}, t => [index('gate_presence_session').on(t.sessionId)])

export type GateRow = typeof gates.$inferSelect
export type GateDeviceRow = typeof gateDevices.$inferSelect
export type GateScanRow = typeof gateScans.$inferSelect
