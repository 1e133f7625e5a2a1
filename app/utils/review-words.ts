import type { ReviewReply } from '#shared/api/publishing.ts'
import { formatMoney } from '#shared/money/money.ts'
import type { PriceRules } from '#shared/pricing/price-rules.ts'
import type { ChangeTerms } from '#shared/refunds/change.ts'
import type { RefundTerms } from '#shared/refunds/terms.ts'
import { ruleSentences } from '#shared/pricing/rule-words.ts'
import type { EventDocument } from '#shared/publishing/event-document.ts'
import type { EventChange } from '#shared/publishing/event-change.ts'
import type { Locale, LocalText } from '#shared/text/local-text.ts'
import { formatDayAndTime } from '#shared/time/format.ts'
import { joinSentences } from './join-sentences.ts'

type Session = EventDocument['sessions'][number]
type Say = (key: string, values?: Record<string, unknown>) => string

/** How a submission's values read: ids become names, instants the time on the venue's clock, minor units money. */
export function reviewWords(review: Pick<ReviewReply, 'document' | 'base' | 'venues'>, categories: ReadonlyMap<string, LocalText>, locale: Locale, say: Say) {
  const { document, base } = review
  const venues = new Map(review.venues.map(venue => [venue.id, venue]))
  const halls = new Map(review.venues.flatMap(venue => venue.halls.map(hall => [hall.planId, hall])))
  const sessionOf = (key: string) => document.sessions.find(s => s.key === key) ?? base?.sessions.find(s => s.key === key)
  const typeOf = (key: string) => document.ticketTypes.find(s => s.key === key) ?? base?.ticketTypes.find(s => s.key === key)
  const quotaOf = (key: string) => document.quotas?.find(one => one.key === key) ?? base?.quotas?.find(one => one.key === key)
  const zoneOf = (session: Session | undefined) => venues.get(session?.venueId ?? '')?.timeZone ?? 'UTC'
  const venueName = (id: unknown) => venues.get(String(id))?.name[locale] ?? say('admin.review.unknown')
  const hallName = (id: unknown) => halls.get(String(id))?.name[locale] ?? say('admin.review.unknown')
  const money = (minor: unknown) => minor === null ? '' : formatMoney({ amountMinor: Number(minor), currency: document.currency }, locale)
  const time = (instant: unknown, zone: string) => instant === null ? say('admin.review.none') : formatDayAndTime(String(instant), zone, locale)

  const sessionName = (session: Session | undefined) => session ? time(session.startsAt, zoneOf(session)) : say('admin.review.unknown')
  const wholeSession = (session: Session) => [sessionName(session), venueName(session.venueId), hallName(session.planId)].join(locale === 'zh' ? '，' : ', ')
  /** The zone of a price or a code is that of the first session. */
  const firstZone = zoneOf(document.sessions[0])

  const rules = (it: PriceRules) => ruleSentences(it, { currency: document.currency, timeZone: firstZone, locale })

  /** What a change is about: its subject, and which session, price or code. */
  function title(change: EventChange): string {
    const [list, key = '', field] = change.path.split('.')
    const language = (field ?? key) === 'en' || (field ?? key) === 'zh' ? say(`admin.review.language.${field ?? key}`) : ''
    const subject = say(`admin.review.subject.${FIELD_SUBJECTS[field ?? ''] ?? change.subject}`)
    const which = list === 'sessions' ? sessionName(base?.sessions.find(s => s.key === key) ?? sessionOf(key)) : list === 'ticketTypes' ? typeOf(key)?.name[locale] ?? '' : list === 'quotas' ? quotaOf(key)?.name[locale] ?? '' : list === 'promoCodes' ? document.promoCodes.find(c => c.key === key)?.code ?? '' : language
    return which ? say('admin.review.about', { subject, which }) : subject
  }

  /** A value as text; null where there is none. */
  function value(change: EventChange, side: 'before' | 'after'): string | null {
    const it = change[side]
    if (it === null && change.kind !== 'changed') return null
    const [list, key = '', field] = change.path.split('.')
    if (list === 'sessions') return sessionValue(it, sessionOf(key), field)
    if (list === 'ticketTypes') return typeValue(it, field)
    if (list === 'quotas') return quotaValue(it, field)
    if (list === 'promoCodes') return codeValue(it, field)
    if (list === 'categoryId') return categories.get(String(it))?.[locale] ?? say('admin.review.unknown')
    if (list === 'holdSeconds') return say('admin.review.minutes', { n: Math.round(Number(it) / 60) })
    if (list === 'changeTerms') return it === null ? say('admin.review.none') : say('admin.review.changeTerms', { n: (it as ChangeTerms).hoursBefore, percent: (it as ChangeTerms).feePercent })
    if (list === 'refundTerms') return it === null ? say('admin.review.none') : termsValue(it as RefundTerms)
    if (list === 'allowsSingleSeats') return say(`admin.review.singleSeats.${String(it)}`)
    if (list === 'allowsResale') return say(`admin.review.resale.${String(it)}`)
    if (list === 'needsIdentity') return say(`admin.review.identity.${String(it)}`)
    if (list === 'codeRule') return say(`admin.review.codes.${String(it)}`)
    if (list === 'performers') return (it as EventDocument['performers']).map(p => locale === 'zh' ? p.nameZh : p.nameEn).join(locale === 'zh' ? '、' : ', ') || say('admin.review.none')
    if (list === 'cover') return (it as EventDocument['cover']).kind === 'image' ? say('admin.review.picture') : say('admin.review.poster', { seed: (it as { seed: string }).seed })
    return String(it)
  }

  function termsValue({ review: way, steps }: RefundTerms): string {
    return say(`admin.review.refundTerms.${way}`, { steps: steps.map(step => say('admin.review.refundTerms.step', { n: step.daysBefore, percent: step.feePercent })).join(locale === 'zh' ? '；' : '; ') })
  }

  function sessionValue(it: unknown, session: Session | undefined, field: string | undefined): string {
    if (!field) return wholeSession(it as Session)
    if (field === 'venueId') return venueName(it)
    if (field === 'planId') return hallName(it)
    if (field === 'status') return say(`admin.review.sessionStatus.${String(it)}`)
    return time(it, zoneOf(session))
  }
  function typeValue(it: unknown, field: string | undefined): string {
    if (!field) {
      const type = it as EventDocument['ticketTypes'][number]
      const name = `${type.name[locale]}${locale === 'zh' ? '，' : ', '}${money(type.priceMinor)}`
      return type.priceRules ? [name, ...rules(type.priceRules)].join(locale === 'zh' ? '；' : '; ') : name
    }
    if (field === 'priceMinor') return money(it)
    if (field === 'priceRules') return it === null ? say('admin.review.none') : joinSentences(locale, ...rules(it as PriceRules))
    if (field === 'name') return (it as LocalText)[locale]
    if (field === 'planId') return hallName(it)
    if (field === 'sessionKeys') return it === null ? say('admin.review.allSessions') : (it as string[]).map(key => sessionName(sessionOf(key))).join('; ')
    return field === 'categoryKey' ? String(it) : time(it, firstZone)
  }
  function quotaValue(it: unknown, field: string | undefined): string {
    if (field === 'capacity') return String(it)
    if (field === 'name') return (it as LocalText)[locale]
    if (field === 'ticketTypeKeys') return typeNames(it as string[])
    const quota = it as NonNullable<EventDocument['quotas']>[number]
    return say('admin.review.quota', { n: quota.capacity, types: typeNames(quota.ticketTypeKeys) })
  }
  /** Prices by their names and the parts of the hall that they are for. */
  function typeNames(keys: readonly string[]): string {
    const names = keys.map((key) => {
      const type = typeOf(key)
      const zone = halls.get(type?.planId ?? '')?.categories.find(category => category.key === type?.categoryKey)?.name[locale]
      return type ? `${type.name[locale]}${zone ? ` (${zone})` : ''}` : say('admin.review.unknown')
    })
    return [...new Set(names)].join(locale === 'zh' ? '、' : ', ')
  }
  function codeValue(it: unknown, field: string | undefined): string {
    if (!field) {
      const code = it as EventDocument['promoCodes'][number]
      return `${code.code}, ${code.percentOff === null ? money(code.amountOffMinor) : `${code.percentOff}%`}`
    }
    if (it === null) return say('admin.review.none')
    if (field === 'amountOffMinor') return money(it)
    if (field === 'percentOff') return `${String(it)}%`
    return field === 'startsAt' || field === 'endsAt' ? time(it, firstZone) : String(it)
  }

  return { title, value, sessionName, sessionOf, wholeSession, venueName, hallName, zoneOf, money, time, typeOf, typeNames, rules }
}

/** Fields that are named more exactly than by their subject. */
const FIELD_SUBJECTS: Record<string, string> = { startsAt: 'starts', endsAt: 'ends', doorsAt: 'doors', planId: 'hall', venueId: 'venue', saleStartsAt: 'saleStarts', saleEndsAt: 'saleEnds', sessionKeys: 'sessions', capacity: 'quotaCapacity', ticketTypeKeys: 'quotaTypes' }
