import { z } from 'zod'
import { JOB_NAMES } from '../jobs/job-names.ts'
import { instant, uuid } from './primitives.ts'

const jobName = z.enum(JOB_NAMES)
const runState = z.enum(['waiting', 'running', 'done', 'skipped', 'dead'])

export const jobRun = z.object({
  id: uuid,
  job: jobName,
  /** Job and logical time, or the thing that it is about. */
  runKey: z.string(),
  state: runState,
  logicalAt: instant,
  /** Null: the schedule. */
  askedBy: z.object({ id: uuid, name: z.string() }).nullable(),
  /** Tries since it last came further. */
  attempts: z.int(),
  /** When it is tried (again), while it waits. */
  nextTryAt: instant.nullable(),
  done: z.int(),
  /** Null: nobody can tell. */
  total: z.int().nullable(),
  result: z.record(z.string(), z.number()),
  error: z.string().nullable(),
  startedAt: instant.nullable(),
  finishedAt: instant.nullable()
})

/** `GET /api/admin/jobs`. */
export const jobsReply = z.object({
  jobs: z.array(z.object({
    name: jobName,
    schedule: z.union([z.object({ every: z.literal('day'), at: z.string() }), z.object({ every: z.literal('week'), weekday: z.int(), at: z.string() }), z.object({ every: z.literal('month'), day: z.int(), at: z.string() })]).nullable(),
    isStartedByHand: z.boolean(),
    /** The run under way, or that is tried next; the one that ended last. */
    next: jobRun.nullable(),
    last: jobRun.nullable(),
    dead: z.int()
  }))
})

/** `GET /api/admin/jobs/runs`: the newest first. */
export const jobRunsQuery = z.object({ job: jobName.optional(), state: runState.optional(), cursor: uuid.optional() })
export const jobRunsReply = z.object({ runs: z.array(jobRun), nextCursor: uuid.nullable() })

export const jobParams = z.object({ job: z.string().max(60) })
export const jobStartedReply = z.object({ runId: uuid })

export type JobRunView = z.infer<typeof jobRun>
export type JobsReply = z.infer<typeof jobsReply>
export type JobRunsReply = z.infer<typeof jobRunsReply>
