import { z } from 'zod'
import { CACHE_NAMES } from '../memo/cache-counts.ts'
import { PART_NAMES, PART_STATES } from '../health/part-names.ts'
import { instant } from './primitives.ts'

/** A part of the house; only whoever runs the house is told what is the matter with it. */
export const healthPart = z.object({ name: z.enum(PART_NAMES), state: z.enum(PART_STATES), says: z.string().optional() })

/** `GET /api/health`. */
export const healthReply = z.object({ status: z.enum(['ok', 'degraded']), parts: z.array(healthPart) })

const cacheView = z.object({
  name: z.enum(CACHE_NAMES),
  /** Entries now. */
  size: z.int(),
  hits: z.int(),
  misses: z.int(),
  /** What a miss took, in ms; null where none has ended yet. */
  loadMs: z.number().nullable()
})

/** `GET /api/admin/health`. Numbers are of the process that answers. */
export const systemReply = z.object({
  status: z.enum(['ok', 'degraded']),
  parts: z.array(healthPart.required()),
  caches: z.array(cacheView),
  process: z.object({
    version: z.string(), node: z.string(), postgres: z.string().nullable(), startedAt: instant,
    memoryBytes: z.int(), watchers: z.int(), lines: z.int(), droppedLogLines: z.int(), hasMetrics: z.boolean(), hasTraces: z.boolean()
  })
})

export type HealthReply = z.infer<typeof healthReply>
export type SystemReply = z.infer<typeof systemReply>
