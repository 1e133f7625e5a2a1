import type { Locale, LocalText } from '#shared/text/local-text.ts'
import { ERROR_KINDS, type ErrorCode } from './error-codes.ts'
import { STATE_WORDS } from './state-words.ts'

/** RFC 9457 problem details, with the error's data as extension members. */
export interface Problem {
  type: string
  title: string
  status: number
  detail: string
  instance: string
  code: ErrorCode
  requestId: string
  [extension: string]: unknown
}

/** The problem that a reader of `locale` sees: what has a name in both languages is named in his. */
export function describeProblem(code: ErrorCode, data: Record<string, unknown>, locale: Locale, instance: string, requestId: string): Problem {
  const { status, title, detail } = ERROR_KINDS[code]
  const told = Object.fromEntries(Object.entries(data).map(([name, value]) => [name, inLanguage(value, locale)]))
  const fill = (text: string) => text.replace(/\{(\w+)\}/g, (_, name: string) => printable(name === 'requestId' ? requestId : name === 'state' ? stateWords(told.state, locale) : told[name], locale))
  return { ...told, type: `/problems/${code}`, title: fill(title[locale]), status, detail: fill(detail[locale]), instance, code, requestId }
}

function inLanguage(value: unknown, locale: Locale): unknown {
  if (Array.isArray(value)) return value.map(one => isLocalText(one) ? one[locale] : one)
  return isLocalText(value) ? value[locale] : value
}

function isLocalText(value: unknown): value is LocalText {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 2 && 'en' in value && 'zh' in value
}

/** What a state is called: programs read it from the data, people from the sentence. */
function stateWords(state: unknown, locale: Locale): unknown {
  return typeof state === 'string' && Object.hasOwn(STATE_WORDS, state) ? STATE_WORDS[state]![locale] : state
}

function printable(value: unknown, locale: Locale): string {
  if (value === undefined || value === null) return '–'
  return Array.isArray(value) ? listed(value.map(String), locale) : String(value)
}

/** With commas between; what has commas itself (`Stalls, row F, seats 14, 15`) is set apart by more. */
function listed(names: string[], locale: Locale): string {
  const [comma, semicolon] = locale === 'zh' ? ['、', '；'] : [', ', '; ']
  return names.join(names.some(name => name.includes(comma)) ? semicolon : comma)
}
