import { z } from 'zod'
import { instant, localText, uuid } from './primitives.ts'

export const EXPORT_KINDS = ['orders', 'attendees', 'settlement', 'events', 'venues'] as const
export const EXPORT_FORMATS = ['xlsx', 'csv'] as const
export type ExportKind = (typeof EXPORT_KINDS)[number]
export type ExportFormat = (typeof EXPORT_FORMATS)[number]

/** `POST /api/exports`. */
export const exportWish = z.strictObject({
  kind: z.enum(EXPORT_KINDS),
  format: z.enum(EXPORT_FORMATS),
  /** Of one event only. Venues are of none. */
  eventId: uuid.optional(),
  /** `house`: everybody's, for admins. */
  scope: z.enum(['own', 'house']).default('own')
})

export const exportView = z.object({
  id: uuid,
  kind: z.enum(EXPORT_KINDS),
  format: z.enum(EXPORT_FORMATS),
  scope: z.enum(['own', 'house']),
  event: localText.nullable(),
  state: z.enum(['waiting', 'running', 'ready', 'failed', 'expired']),
  createdAt: instant,
  /** Rows so far, and of how many. */
  done: z.int(),
  total: z.int().nullable(),
  bytes: z.int().nullable(),
  /** Until when it can be fetched. */
  expiresAt: instant.nullable()
})

/** `GET /api/exports`: those of the last days, newest first. */
export const exportsReply = z.object({ exports: z.array(exportView) })

export type ExportWish = z.infer<typeof exportWish>
export type ExportView = z.infer<typeof exportView>
export type ExportsReply = z.infer<typeof exportsReply>
