import { z } from 'zod'

/** Shapes that many inputs share. Limits keep a hostile megabyte out before anything looks at it. */
/** In small letters: Postgres takes an id in capitals for the same one, keys of the hold store do not. */
export const uuid = z.string().toLowerCase().pipe(z.uuid())
export const localeInput = z.enum(['en', 'zh'])
/** Lower-cased and trimmed, at most 254 characters (RFC 5321). */
export const email = z.string().trim().toLowerCase().max(254).pipe(z.email())
/** A zone of the IANA, as browsers name it. */
export const timeZoneInput = z.string().max(60).refine(isZone, { error: 'is an IANA time zone' })
/** A name that people wrote: no control characters, which also keeps it out of mail headers. */
export const personName = z.string().trim().min(1).max(80).regex(/^[^\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]+$/u)
/** A seat inside its plan: `section.row.seat`. */
export const seatIdInput = z.string().min(3).max(120)
/** An instant as ISO 8601 with offset. */
export const instant = z.iso.datetime({ offset: true })
/** Words of letters and digits, as addresses have them. */
export const slugParam = z.string().max(160).regex(/^[\p{L}\p{N}]+(?:-[\p{L}\p{N}]+)*$/u)
export const localText = z.object({ en: z.string(), zh: z.string() })
export const money = z.object({ amountMinor: z.int(), currency: z.string() })

function isZone(text: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions().timeZone.length > 0
  } catch {
    return false
  }
}
