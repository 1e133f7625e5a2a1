import { type TicketKeys, signTicket } from '#server/domain/tickets/index.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import { allowsPaper } from '#shared/tickets/code-rule.ts'
import type { PaperTicket } from '#shared/tickets/paper.ts'
import { addressLine } from '#shared/text/address-line.ts'
import type { Locale } from '#shared/text/local-text.ts'
import { formatDay, formatTime } from '#shared/time/format.ts'
import type { PaperPress } from './paper-press.ts'
import type { PrintedTicket } from './printed-tickets.ts'

/**
 * The tickets that open a door, as a PDF with a page each. Throws `no-paper-tickets` where the organiser takes none, `not-found`
 * where there is nothing to print.
 */
export async function printTickets(deps: { press: PaperPress, keys: { tickets: TicketKeys } }, tickets: PrintedTicket[], locale: Locale): Promise<Buffer> {
  const good = tickets.filter(({ ticket }) => ticket.state === 'valid' && !ticket.blockedReason)
  if (good.length === 0) throw new DomainError('not-found')
  if (good.some(({ codeRule }) => !allowsPaper(codeRule))) throw new DomainError('no-paper-tickets')
  const papers: PaperTicket[] = []
  for (const [index, ticket] of good.entries()) papers.push(await paperOf(deps.keys.tickets, ticket, locale, `${index + 1} / ${good.length}`))
  return await deps.press.tickets(papers, locale)
}

async function paperOf(keys: TicketKeys, printed: PrintedTicket, locale: Locale, count: string): Promise<PaperTicket> {
  const { ticket, labels, occasion, reference, holderName } = printed
  const say = (en: string, zh: string) => locale === 'zh' ? zh : en
  const { startsAt, doorsAt, timeZone } = occasion
  const doors = doorsAt ? say(`, doors ${formatTime(doorsAt, timeZone)}`, `，${formatTime(doorsAt, timeZone)} 入场`) : ''
  return {
    event: occasion.event[locale], day: formatDay(startsAt, timeZone, locale),
    time: say(`Starts ${formatTime(startsAt, timeZone)}${doors}`, `${formatTime(startsAt, timeZone)} 开演${doors}`),
    venue: occasion.venue[locale], address: addressLine(occasion.address, occasion.city, locale),
    place: [
      { label: say('Section', '区域'), value: labels.section[locale] },
      ...(labels.row ? [{ label: labels.isTable ? say('Table', '桌') : say('Row', '排'), value: labels.row }] : []),
      ...(labels.seat ? [{ label: say('Seat', '座'), value: labels.seat }] : [])
    ],
    ticketType: labels.ticketType[locale], holder: holderName, reference, count,
    code: await signTicket(keys, ticket, 'paper'),
    notes: [
      say('The code opens the door once, for whoever comes first: keep it to yourself, and show no picture of it to anybody.', '二维码仅可入场一次，先到先入。请妥善保管，不要将其展示给他人。'),
      say('If this ticket is handed on or given back, this paper opens no door any more.', '门票转赠或退票后，此纸质票随即失效。'),
      say('Please bring it printed or on a screen, flat and clean.', '请携带打印件或在屏幕上出示，保持平整清洁。')
    ]
  }
}
