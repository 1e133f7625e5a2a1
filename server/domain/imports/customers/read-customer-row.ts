import { mobileNumber } from '#server/domain/accounts/index.ts'
import { CUSTOMER_REMARKS, type CustomerColumn, type CustomerImportMapping, type CustomerRowMessage } from '#shared/api/customer-imports.ts'
import { email, personName } from '#shared/api/primitives.ts'
import type { Locale } from '#shared/text/local-text.ts'

/** Whom a row speaks of, in our words. */
export interface CustomerFacts { email: string, name: string, phone: string | null, locale: Locale }
export interface ReadCustomer { facts: CustomerFacts | null, messages: CustomerRowMessage[], email: string, name: string }

const REMARKS = new Set<string>(CUSTOMER_REMARKS)
const LOCALES: Record<string, Locale> = { 'en': 'en', 'english': 'en', '英文': 'en', '英语': 'en', 'zh': 'zh', 'cn': 'zh', 'chinese': 'zh', '中文': 'zh', '汉语': 'zh', '简体中文': 'zh' }

/** Reads one row by the mapping. Pure: what only the house knows (there is an account already) is asked later. */
export function readCustomer(cells: Record<string, string>, { columns, locale, country }: CustomerImportMapping): ReadCustomer {
  const messages: CustomerRowMessage[] = []
  const say = (code: CustomerRowMessage['code'], column: CustomerColumn, value: string | null = null) => void messages.push({ code, column: columns[column], value: value?.slice(0, 100) ?? null })
  const cell = (column: CustomerColumn) => own(cells, columns[column]).trim()

  const typed = cell('email')
  const address = email.safeParse(typed)
  if (!typed) say('email-missing', 'email')
  else if (!address.success) say('email-unreadable', 'email', typed)
  const facts = { email: address.data ?? typed, name: nameOf(cell('name'), address.data, say), phone: phoneOf(cell('phone'), country, say), locale: localeOf(cell('locale'), locale, say) }
  return { facts: messages.every(message => REMARKS.has(message.code)) ? facts : null, messages, email: facts.email.slice(0, 254), name: facts.name.slice(0, 80) }
}

type Say = (code: CustomerRowMessage['code'], column: CustomerColumn, value?: string | null) => void

function nameOf(typed: string, address: string | undefined, say: Say): string {
  if (!typed) {
    say('name-from-email', 'name')
    return address?.split('@')[0]!.slice(0, 80) ?? ''
  }
  const read = personName.safeParse(typed)
  if (!read.success) say('name-unfit', 'name', typed)
  // A text is a text here, and behind an apostrophe in every table that goes out.
  else if (/^[=+@\-\t]/.test(typed)) say('formula', 'name', typed)
  return read.data ?? typed
}

function phoneOf(typed: string, country: string, say: Say): string | null {
  // Spreadsheets keep a number that begins with zero or plus as text behind an apostrophe.
  const text = typed.replace(/^'/, '')
  if (!text) return null
  try {
    return mobileNumber(text, country)
  } catch {
    say('phone-unreadable', 'phone', typed)
    return null
  }
}

function localeOf(typed: string, usual: Locale, say: Say): Locale {
  if (!typed) return usual
  const name = typed.toLowerCase()
  const found = Object.hasOwn(LOCALES, name) ? LOCALES[name] : /^en[-_]/.test(name) ? 'en' : /^zh[-_]/.test(name) ? 'zh' : undefined
  if (!found) say('locale-unknown', 'locale', typed)
  return found ?? usual
}

/** What the file says by this name; nothing that every object has, such as `constructor`. */
const own = (cells: Record<string, string>, name: string | null) => name !== null && Object.hasOwn(cells, name) ? cells[name] ?? '' : ''
