import { formatMoney } from '#shared/money/money.ts'
import type { Locale } from '#shared/text/local-text.ts'
import { formatDayAndTime } from '#shared/time/format.ts'

/**
 * What a template fills its sentences with: the params of a notice, in one language. Whatever is missing is an empty text,
 * so that news is told even where a detail is not known.
 */
export class Fill {
  readonly locale: Locale
  readonly #params: Record<string, unknown>
  readonly #linkTo: ((path?: string) => string | null) | null

  /** @param linkTo the address of a path of this site, or of the notice's own path; null where no links are wanted */
  constructor(params: Record<string, unknown>, locale: Locale, linkTo: ((path?: string) => string | null) | null) {
    this.locale = locale
    this.#params = params
    this.#linkTo = linkTo
  }

  /** The sentence in the reader's language. */
  say(en: string, zh: string): string {
    return this.locale === 'zh' ? zh : en
  }

  has(name: string): boolean {
    return this.text(name) !== ''
  }

  /** `name` in the reader's language: `nameEn` or `nameZh`, else `name` itself; one line. */
  text(name: string): string {
    const own = this.#params[name + (this.locale === 'zh' ? 'Zh' : 'En')] ?? this.#params[name]
    return typeof own === 'string' || typeof own === 'number' ? cleaned(String(own), 300) : ''
  }

  /** An address, whole; it is shown only where it is one of ours. */
  address(name: string): string | undefined {
    const value = this.#params[name]
    return typeof value === 'string' && value !== '' ? value : undefined
  }

  number(name: string): number {
    const value = this.#params[name]
    return typeof value === 'number' ? value : Number.parseInt(String(value ?? 0), 10) || 0
  }

  is(name: string): boolean {
    return this.#params[name] === true
  }

  /** A list of lines in the reader's language, or a text with line breaks. */
  lines(name: string): string[] {
    const own = this.#params[name + (this.locale === 'zh' ? 'Zh' : 'En')] ?? this.#params[name]
    const all = Array.isArray(own) ? own.map(String) : typeof own === 'string' ? own.split('\n') : []
    return all.map(line => cleaned(line, 2000)).filter(line => line !== '').slice(0, 60)
  }

  /** An instant in the zone that stands beside it. */
  when(name: string): string {
    const value = this.#params[name]
    const zone = this.#params.timeZone
    if (typeof value !== 'string' || Number.isNaN(Date.parse(value))) return ''
    try {
      return formatDayAndTime(value, typeof zone === 'string' ? zone : 'UTC', this.locale)
    } catch {
      return formatDayAndTime(value, 'UTC', this.locale)
    }
  }

  money(name: string): string {
    const amountMinor = this.#params[name]
    const currency = this.#params.currency
    if (typeof amountMinor !== 'number' || typeof currency !== 'string') return ''
    return formatMoney({ amountMinor, currency }, this.locale)
  }

  /** The name of an event as each language marks it. */
  event(): string {
    const name = this.text('event') || this.text('name')
    if (!name) return this.say('your event', '您的演出')
    return this.say(`“${name}”`, `《${name}》`)
  }

  /** Shows of the params, where links may be given: `[{ name, when, place, path }]`, in the reader's language already. */
  shows(name: string): { shows?: { title: string, text: string, url: string }[] } {
    const given = this.#params[name]
    const shows = (Array.isArray(given) ? given as Record<string, unknown>[] : []).slice(0, 6).flatMap((show) => {
      const url = typeof show.path === 'string' ? this.#linkTo?.(show.path) : null
      const part = (value: unknown) => typeof value === 'string' ? cleaned(value, 200) : ''
      return url && part(show.name) ? [{ title: part(show.name), text: [part(show.when), part(show.place)].filter(Boolean).join(' · '), url }] : []
    })
    return shows.length > 0 ? { shows } : {}
  }

  /** A button, where the message may have one. */
  button(en: string, zh: string, path?: string): { button?: { label: string, url: string } } {
    const url = this.#linkTo?.(path)
    return url ? { button: { label: this.say(en, zh), url } } : {}
  }

  /** Facts of a list with a label and its value in turn, in the reader's language. */
  figures(name: string): { facts?: [string, string][] } {
    const all = this.lines(name)
    const facts = Array.from({ length: Math.floor(all.length / 2) }, (_, index): [string, string] => [all[index * 2]!, all[index * 2 + 1]!])
    return facts.length > 0 ? { facts } : {}
  }

  /** Facts that are known; those without a value are left out. */
  facts(...all: [en: string, zh: string, value: string][]): { facts?: [string, string][] } {
    const known = all.filter(([, , value]) => value !== '').map(([en, zh, value]): [string, string] => [this.say(en, zh), value])
    return known.length > 0 ? { facts: known } : {}
  }

  quote(name: string): { quote?: string[] } {
    const lines = this.lines(name)
    return lines.length > 0 ? { quote: lines } : {}
  }
}

/** A subject or a title: one line of at most 150 characters. */
export function oneLine(text: string): string {
  return cleaned(text, 150)
}

/** Without control characters, which could end a header (V-14), and without marks that turn the direction of reading. */
function cleaned(text: string, longest: number): string {
  const clean = text.replaceAll(/[\p{Cc}\p{Cs}\u2028\u2029\u202a-\u202e\u2066-\u2069]+/gu, ' ').replaceAll(/ {2,}/g, ' ').trim()
  const letters = [...clean]
  return letters.length > longest ? `${letters.slice(0, longest - 1).join('')}…` : clean
}
