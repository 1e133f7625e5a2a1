import type { WalletTicket } from '#server/domain/passes/index.ts'
import type { LocalText } from '#shared/text/local-text.ts'
import { CHANGED, LABELS, NOTE, statusWords } from './pass-words.ts'

/** Every text of a pass that is another one in Chinese. */
export function textsOf(ticket: WalletTicket): LocalText[] {
  const status = statusWords(ticket)
  return [...Object.values(LABELS), ...Object.values(CHANGED), NOTE, ...(status ? [status] : []), ticket.event, ticket.venue, ticket.section, ticket.ticketType, ticket.address, ticket.organiser]
}

/**
 * A text as pass.json has it: its English, by which Wallet looks the Chinese up. Where two texts are the same in English and not in
 * Chinese, the later ones end in characters of no width, so that each finds its own.
 */
export function keyOf(ticket: WalletTicket, text: LocalText): string {
  const sames = [...new Map(textsOf(ticket).filter(other => other.en === text.en).map(other => [other.zh, other])).keys()]
  return text.en + '\u200B'.repeat(sames.indexOf(text.zh))
}

/** `pass.strings` of each language, by its name; `en` too, or whoever speaks neither would be shown Chinese. */
export function passStrings(ticket: WalletTicket): { 'en': Record<string, string>, 'zh-Hans': Record<string, string> } {
  const texts = textsOf(ticket)
  return {
    'en': Object.fromEntries(texts.map(text => [quoted(keyOf(ticket, text)), quoted(text.en)])),
    'zh-Hans': Object.fromEntries(texts.map(text => [quoted(keyOf(ticket, text)), quoted(text.zh)]))
  }
}

/** The library writes texts between quotation marks as they are. */
const quoted = (text: string) => text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')
