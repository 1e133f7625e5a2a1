import { traceError } from '#shared/errors/describe-error.ts'
import { isSecretName, masked } from './masks.ts'

export type Level = 'debug' | 'info' | 'warn' | 'error'

/** What an event is about, beside its message: ids, counts, durations in ms, an error. */
export type Fields = Record<string, unknown>

export interface LogEvent { at: Date, level: Level, message: string, fields: Fields }

/** Letters of a message or a value that are kept; of all values of an event together; and levels and entries of what is nested. */
const LONGEST_VALUE = 4_000
const LONGEST_EVENT = 12_000
const DEEPEST = 4
const MOST_ENTRIES = 40

/** A value is read so much further than it is kept, so that no half of a secret stands at its end. */
const READ = LONGEST_VALUE * 2

/**
 * The event as one line of JSON, without a line break inside (V-15): what a terminal or a reader of logs would take for something else is
 * escaped, long values are cut, secrets are masked.
 */
export function jsonLine({ at, level, message, fields }: LogEvent): string {
  const line = JSON.stringify({ time: at.toISOString(), level, message: tidyText(message), ...tidyFields(fields) })
  return escapeRest(line)
}

/** The same for a person at a terminal. */
export function plainLine({ at, level, message, fields }: LogEvent): string {
  const rest = Object.entries(tidyFields(fields)).map(([name, value]) => `${name}=${typeof value === 'string' && /^[\w./:*-]+$/.test(value) ? value : JSON.stringify(value)}`)
  return escapeRest([at.toTimeString().slice(0, 8), level.padEnd(5), JSON.stringify(tidyText(message)).slice(1, -1).replaceAll('\\"', '"'), ...rest].join(' '))
}

function tidyFields(fields: Fields): Record<string, unknown> {
  let left = LONGEST_EVENT
  const tidied: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(fields).slice(0, MOST_ENTRIES)) {
    if (value === undefined) continue
    // A field cannot pass for one of the three that every event has.
    const key = ['time', 'level', 'message'].includes(name) ? `${name}_` : name.slice(0, 60)
    const tidy = isSecretName(name) ? '***' : isTraceId(name, value) ? value : tidyValue(value, 0)
    const size = typeof tidy === 'string' ? tidy.length : JSON.stringify(tidy)?.length ?? 0
    tidied[key] = size <= left ? tidy : '... too much'
    left -= size
  }
  return tidied
}

/** It looks like a secret, and is what finds the trace (W3C Trace Context, section 3.2.2.3). */
const isTraceId = (name: string, value: unknown) => name === 'traceId' && typeof value === 'string' && /^[\da-f]{32}$/.test(value)

function tidyValue(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return tidyText(value)
  if (value === null || typeof value === 'boolean') return value
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value)
  if (value instanceof Error) return tidyText(traceError(value))
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'no date' : value.toISOString()
  if (typeof value !== 'object') return tidyText(String(value))
  if (depth >= DEEPEST) return '...'
  if (Array.isArray(value)) return value.slice(0, MOST_ENTRIES).map(each => tidyValue(each, depth + 1))
  return Object.fromEntries(Object.entries(value).slice(0, MOST_ENTRIES).map(([name, inner]) => [tidyText(name).slice(0, 60), isSecretName(name) ? '***' : tidyValue(inner, depth + 1)]))
}

function tidyText(text: string): string {
  const shown = masked(text.slice(0, READ))
  return shown.length > LONGEST_VALUE || text.length > READ ? `${shown.slice(0, LONGEST_VALUE)}... (${text.length} letters)` : shown
}

/**
 * JSON escapes quotes and what is below U+0020. Beyond that terminals act on U+007F to U+009F, some readers break lines at U+2028 and
 * U+2029, and marks of direction show a line as another than it is (CVE-2021-42574).
 */
const escapeRest = (line: string) => line.replaceAll(/[\p{Cc}\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/gu, mark => `\\u${mark.charCodeAt(0).toString(16).padStart(4, '0')}`)
