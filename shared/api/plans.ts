import { z } from 'zod'
import { localText } from './primitives.ts'

/** A hall of a venue, or the key of a section. */
const hallKey = z.string().regex(/^[a-z0-9-]{1,60}$/)
const planName = z.string().trim().min(1).max(80)

export const planImportInput = z.object({
  venueSlug: z.string().min(1).max(100),
  hall: hallKey,
  format: z.enum(['foyer', 'pretix', 'csv']),
  name: z.object({ en: planName, zh: planName }),
  /** The text of the file. */
  content: z.string().min(1),
  /** Mends what can be mended without guessing what is sold; every change is listed. */
  repair: z.boolean().default(false),
  dryRun: z.boolean().default(false),
  /** One hall for each section: `<hall>-<section>`. */
  splitSections: z.boolean().default(false)
})

export const planImportReply = z.object({
  plans: z.array(z.object({
    hall: z.string(),
    name: localText,
    seatCount: z.int(),
    sectionCount: z.int(),
    /** Null after a dry run. */
    stored: z.object({ planId: z.uuid(), version: z.int(), contentHash: z.string(), isNew: z.boolean() }).nullable()
  })),
  changes: z.array(z.object({ code: z.string(), place: z.string(), sentence: localText }))
})

export const planParams = z.object({ hash: z.string().regex(/^[0-9a-f]{64}$/) })
