import type { Queryable } from '#drizzle/database.ts'
import type { TicketTypeRow } from '#drizzle/schema/pricing.ts'
import { latestChanges } from '#server/domain/pricing/index.ts'
import { priceChangeSentence } from '#shared/pricing/price-words.ts'
import type { LocalText } from '#shared/text/local-text.ts'

/** A session, as far as its last change of price is told. */
interface Told { id: string, timeZone: string, types: readonly TicketTypeRow[] }

/** Of each session whose prices have moved, a sentence on the last change. It names the ticket type where there are several. */
export async function priceNotes(db: Queryable, sessions: readonly Told[]): Promise<Map<string, LocalText>> {
  const changes = await latestChanges(db, sessions.map(session => session.id))
  return new Map(sessions.flatMap(({ id, timeZone, types }) => {
    const change = changes.get(id)
    const type = types.find(one => one.id === change?.ticketTypeId)
    if (!change || !type) return []
    const told = { before: change.before!, price: { amountMinor: change.priceMinor, currency: type.currency }, fromAt: change.fromAt, cause: change.cause }
    const name = (locale: 'en' | 'zh') => types.length > 1 ? { name: locale === 'zh' ? type.nameZh : type.nameEn } : {}
    return [[id, { en: priceChangeSentence({ ...told, ...name('en') }, timeZone, 'en'), zh: priceChangeSentence({ ...told, ...name('zh') }, timeZone, 'zh') }]]
  }))
}
