import { z } from 'zod'
import { CLOSED_STATES } from '../gate/closed-states.ts'
import { DOCUMENT_KINDS } from '#shared/attendees/identity-document.ts'
import type { GateRule } from '#shared/gate/gate-rules.ts'
import { VERDICTS } from '#shared/gate/verdicts.ts'
import { CODE_RULES } from '#shared/tickets/code-rule.ts'
import { ticketKeysReply } from '#shared/tickets/public-keys.ts'
import { instant, localText, personName, uuid } from './primitives.ts'

const verdict = z.enum(VERDICTS)
/** Base64 of bytes, as lists and links have them. */
const bytesText = z.string().max(20_000)

const gateRule = z.strictObject({
  ticketTypeIds: z.array(uuid).min(1).max(50).nullable(),
  opensAt: instant.nullable(),
  closesAt: instant.nullable(),
  allowsReentry: z.boolean()
}).refine(rule => !rule.opensAt || !rule.closesAt || Date.parse(rule.opensAt) < Date.parse(rule.closesAt), { message: 'the gate closes before it opens', path: ['closesAt'] }) satisfies z.ZodType<GateRule>

export const gateInput = z.strictObject({
  name: personName,
  rules: z.array(gateRule).min(1).max(10),
  allowsByHand: z.boolean()
})
export const deviceInput = z.strictObject({ name: personName })

/** What a program shows with every request; a browser has it in a cookie. */
export const GATE_HEADER = 'x-foyer-gate'

/** `POST /api/gate/join`: the secret is what stands behind the `#` of a link. */
export const joinInput = z.strictObject({ secret: z.string().regex(/^[\w-]{43}$/) })

/** One thing that a phone did. `shown`: it decided by itself, and has let people through or not. */
export const scanInput = z.strictObject({
  nonce: uuid,
  sequence: z.int().min(1).max(10_000_000),
  kind: z.enum(['entry', 'exit', 'undo']),
  /** What the camera read, or what was typed. */
  code: z.string().min(1).max(1_000).optional(),
  /** Somebody of the same order as `code`, or without one: by hand. */
  ticketId: uuid.optional(),
  undoes: uuid.optional(),
  shown: verdict.nullable().default(null),
  /** By the phone's own clock. */
  deviceAt: instant
}).refine(s => s.kind === 'undo' ? s.undoes !== undefined : s.undoes === undefined && (s.code !== undefined || s.ticketId !== undefined), { message: 'a code or a ticket, or what is taken back', path: ['kind'] })

/** What a phone says of itself whenever it asks: its clock when it asks, and what it has not handed in yet. */
const stateOfDevice = { sentAt: instant, pending: z.int().min(0).max(1_000_000).default(0), listAt: instant.nullable().default(null) }
export const MOST_SCANS_AT_ONCE = 100
export const heartbeat = z.strictObject(stateOfDevice)
export const scanRequest = z.strictObject({ ...stateOfDevice, scan: scanInput })
export const syncRequest = z.strictObject({ ...stateOfDevice, scans: z.array(scanInput).max(MOST_SCANS_AT_ONCE) })

const gateTicket = z.object({
  ticketId: uuid,
  ticketType: localText,
  section: localText,
  row: z.string().nullable(),
  isTable: z.boolean().optional(),
  seat: z.string().nullable(),
  /** Printed on the ticket, where the show wants names. */
  holder: z.string().nullable(),
  /** What to compare with what he shows: kind of document, and the last characters of its number. */
  document: z.object({ kind: z.enum(DOCUMENT_KINDS), tail: z.string() }).optional(),
  /** `valid`: nobody has come in on it. `inside`, `outside`: used; somebody is in, or has left. */
  state: z.enum(['valid', 'inside', 'outside', ...CLOSED_STATES])
})

export const scanReply = z.object({
  nonce: uuid,
  verdict,
  /** What was scanned, where it is a ticket of this session. */
  ticket: gateTicket.nullable(),
  /** All tickets of its order, itself among them: "4 of 4". */
  party: z.array(gateTicket),
  /** Where and when somebody came in on it before. */
  before: z.object({ at: instant, gate: z.string(), device: z.string() }).nullable(),
  /** What the ticket is for, where it is for something else. */
  instead: z.object({ event: localText, startsAt: instant }).nullable(),
  /** When this ticket may pass here. */
  opensAt: instant.nullable(),
  closesAt: instant.nullable()
})
export const syncReply = z.object({ scans: z.array(z.object({ nonce: uuid, verdict })) })

/** The token is in a cookie as well; programs send it as `x-foyer-gate`. */
export const joinReply = z.object({ token: z.string() })

export const gateView = z.object({
  device: z.object({ id: uuid, name: z.string(), expiresAt: instant, isOver: z.boolean(), lastSequence: z.int() }),
  gate: z.object({ id: uuid, name: z.string(), rules: z.array(gateRule), allowsByHand: z.boolean() }),
  session: z.object({ id: uuid, event: localText, venue: localText, startsAt: instant, endsAt: instant, timeZone: z.string() }),
  ticketTypes: z.array(z.object({ id: uuid, name: localText })),
  /** Which codes count, and by what they are told from others. */
  codeRule: z.enum(CODE_RULES),
  keys: ticketKeysReply,
  /** Of the same event: whose tickets come to the wrong evening. */
  otherSessions: z.array(z.object({ id: uuid, startsAt: instant })),
  /** Of the whole session. */
  sold: z.int(),
  inside: z.int(),
  admitted: z.int(),
  now: instant
})

/** Which parts of the list there are, each with the digest of what it says now: whoever has the same digest need not ask again. */
export const gateListReply = z.object({ at: instant, parts: z.array(z.object({ kind: z.enum(['codes', 'orders']), number: z.int(), digest: z.string() })) })
export const gateListPart = z.object({ digest: z.string(), rows: z.array(z.tuple([bytesText, bytesText])) })

export const gateSearchReply = z.object({ orders: z.array(z.object({ reference: z.string(), name: z.string(), tickets: z.array(gateTicket) })) })

const deviceView = z.object({
  id: uuid, name: z.string(), state: z.enum(['invited', 'joined', 'revoked', 'over']),
  joinedAt: instant.nullable(), lastSeenAt: instant.nullable(), listAt: instant.nullable(), pending: z.int(), clockErrorMs: z.int().nullable(), scans: z.int(), admitted: z.int()
})
const passageView = z.object({ gate: z.string(), device: z.string(), at: instant, wasOffline: z.boolean(), clockErrorMs: z.int() })
/** Somebody is inside who should not be, or two are on one ticket. */
export const conflictView = z.object({
  kind: z.enum(['twice', ...CLOSED_STATES, 'old-code', 'other']),
  ticket: z.object({ ticketId: uuid, orderReference: z.string(), ticketType: localText, section: localText, row: z.string().nullable(), isTable: z.boolean().optional(), seat: z.string().nullable() }),
  passages: z.array(passageView)
})
export const gateDeskReply = z.object({
  sessionId: uuid,
  startsAt: instant, doorsAt: instant.nullable(), endsAt: instant,
  sold: z.int(), admitted: z.int(), inside: z.int(),
  ticketTypes: z.array(z.object({ id: uuid, name: localText, sold: z.int(), admitted: z.int(), inside: z.int() })),
  gates: z.array(z.object({ id: uuid, name: z.string(), rules: z.array(gateRule), allowsByHand: z.boolean(), isClosed: z.boolean(), admitted: z.int(), refused: z.int(), devices: z.array(deviceView) })),
  conflicts: z.array(conflictView)
})
/** A link is shown once: only its hash is kept. */
export const deviceLinkReply = z.object({ deviceId: uuid, link: z.string(), qr: z.string(), desk: gateDeskReply })

export type GateInput = z.infer<typeof gateInput>
export type ScanInput = z.infer<typeof scanInput>
export type ScanReply = z.infer<typeof scanReply>
export type GateTicket = z.infer<typeof gateTicket>
export type GateView = z.infer<typeof gateView>
export type GateListReply = z.infer<typeof gateListReply>
export type GateListPart = z.infer<typeof gateListPart>
export type GateSearchReply = z.infer<typeof gateSearchReply>
export type GateDeskReply = z.infer<typeof gateDeskReply>
export type ConflictView = z.infer<typeof conflictView>
export type DeviceLinkReply = z.infer<typeof deviceLinkReply>
export type SyncReply = z.infer<typeof syncReply>
