import { z } from 'zod'
import { instant, uuid } from './primitives.ts'

/** `GET /api/sessions/:id/queue`: the waiting room of a session, and where the caller stands. */
export const queueReply = z.object({
  sessionId: uuid,
  /** `none`: nobody waits, seats are held without it. `lobby`: the doors are shut, who comes now is shuffled. */
  phase: z.enum(['none', 'lobby', 'open', 'paused']),
  /** `called`: it is his turn to go in. `over`: he was inside; another place has to be taken. */
  you: z.enum(['outside', 'waiting', 'called', 'inside', 'over']),
  /** Given when he came. */
  number: z.int().nullable(),
  /** People who wait before him; null while the doors are shut. */
  ahead: z.int().nullable(),
  waiting: z.int().nullable(),
  /** Until his turn, at the pace of the last minute; null where nobody can say. */
  etaSeconds: z.int().nullable(),
  /** Until the doors open. */
  opensInMs: z.int().nullable(),
  /** Time left to go in, or inside. */
  remainingMs: z.int().nullable(),
  /** How long the caller should wait before he asks again. */
  pollAfterMs: z.int(),
  /** How long one may choose seats, once inside. */
  insideSeconds: z.int(),
  /** The shuffle: the SHA-256 of the seed before, the seed itself and how many took part after the doors opened. */
  shuffle: z.object({ round: z.int(), seedHash: z.string(), seed: z.string().nullable(), early: z.int().nullable() }).nullable()
})

/** `POST /api/sessions/:id/queue/entry`: the admission is in a cookie too; programs send it as `x-foyer-admission`. */
export const entryReply = queueReply.extend({ admission: z.string() })

/** What programs show with a hold; browsers have it in a cookie. */
export const ADMISSION_HEADER = 'x-foyer-admission'

export const queueSettingsInput = z.strictObject({
  outflowPerMinute: z.int().min(1).max(60_000),
  insideSeconds: z.int().min(30).max(7200),
  maxInside: z.int().min(1).max(1_000_000).nullable(),
  opensAtHoldsPerMinute: z.int().min(10).max(1_000_000).nullable()
})

/** `POST /api/publishing/sessions/:id/queue/moves`. Times count for `open` only; left out, they are now. */
export const queueMoveInput = z.strictObject({
  move: z.enum(['open', 'pause', 'resume', 'close']),
  lobbyAt: instant.optional(),
  doorsAt: instant.optional()
}).refine(i => !i.lobbyAt || !i.doorsAt || Date.parse(i.lobbyAt) <= Date.parse(i.doorsAt), { message: 'the doors open after the lobby', path: ['doorsAt'] })

/** `GET /api/publishing/sessions/:id/queue`: the room as its publisher sees it. */
export const queueDeskReply = z.object({
  sessionId: uuid,
  state: z.enum(['closed', 'open', 'paused']),
  /** What an open room is by the clock. */
  phase: z.enum(['none', 'planned', 'lobby', 'open', 'paused']),
  round: z.int(),
  lobbyAt: instant.nullable(),
  doorsAt: instant.nullable(),
  saleStartsAt: instant,
  settings: queueSettingsInput,
  seedHash: z.string().nullable(),
  /** Null where nobody has come yet, or the store is away. */
  counts: z.object({ came: z.int(), waiting: z.int(), called: z.int(), inside: z.int(), buying: z.int(), bought: z.int(), left: z.int(), letThrough: z.int(), perMinute: z.number() }).nullable()
})

export type QueueReply = z.infer<typeof queueReply>
export type EntryReply = z.infer<typeof entryReply>
export type QueueSettings = z.infer<typeof queueSettingsInput>
export type QueueMoveInput = z.infer<typeof queueMoveInput>
export type QueueDeskReply = z.infer<typeof queueDeskReply>
