import type { EventCard } from '#shared/api/catalogue.ts'
import type { Reason } from '#shared/api/recommend.ts'
import type { LocalText } from '#shared/text/local-text.ts'
import type { ActKind } from './interactions.ts'
import { decayed } from './user-vector.ts'
import { type Vector, dot } from './vector.ts'

/** Something that somebody did, with what one can say of it. */
export interface Memory { eventId: string, kind: ActKind, at: number, weight: number, vector: Vector | null, name: LocalText, slug: string, categoryId: string, categoryName: LocalText }

/** What is less alike than this is not named as a reason: of two shows of the demo that have nothing to do with each other, most are at 0.2 or below. */
const ALIKE = 0.3
/** So many acts in a category show that somebody likes it. */
const LIKES_FROM = 2

/** Why an event is shown to somebody who did these things: for one of them that is much alike, for its category, or because others come. */
export function reasonFor(event: { vector: Vector, categoryId: string, card: EventCard, popularity: number }, memories: readonly Memory[], city: string | null): Reason {
  const newest = memories.reduce((max, memory) => Math.max(max, memory.at), 0)
  const [closest] = memories
    .map(memory => ({ memory, alike: memory.vector ? dot(memory.vector, event.vector) : 0, by: memory.vector ? dot(memory.vector, event.vector) * decayed(memory, newest) : 0 }))
    .filter(({ alike }) => alike >= ALIKE).sort((a, b) => b.by - a.by || (a.memory.eventId < b.memory.eventId ? -1 : 1))
  if (closest) return becauseOf(closest.memory)
  const liked = memories.filter(memory => memory.categoryId === event.categoryId)
  if (new Set(liked.map(memory => memory.eventId)).size >= LIKES_FROM) return likes(liked[0]!.categoryName)
  return othersCome(event, city)
}

/** The reason that needs nothing of anybody: others come, here or anywhere; or it is so new that nobody could. */
export function othersCome(event: { card: EventCard, popularity: number }, city: string | null): Reason {
  if (event.popularity <= 0) return { kind: 'chosen', text: { en: 'Worth a look', zh: '值得一看' } }
  const its = event.card.venue.city
  if (city && its.en.toLowerCase() === city) return { kind: 'popular-here', text: { en: `Popular in ${its.en}`, zh: `${its.zh}热门` } }
  return { kind: 'popular', text: { en: 'Popular now', zh: '近期热门' } }
}

const WORDS: Record<ActKind, { en: string, zh: [string, string] }> = {
  booked: { en: 'Because you booked', zh: ['因为您订过', ''] },
  kept: { en: 'Because you keep', zh: ['因为您收藏了', ''] },
  waiting: { en: 'Because you wait for', zh: ['因为您在候补', ''] },
  tried: { en: 'Because you looked for seats at', zh: ['因为您选过', '的座位'] },
  seen: { en: 'Because you saw', zh: ['因为您看过', ''] }
}

function becauseOf({ kind, name, slug }: Memory): Reason {
  const { en, zh: [before, after] } = WORDS[kind]
  return { kind, event: { slug, name }, text: { en: `${en} ${name.en}`, zh: `${before}《${name.zh}》${after}` } }
}

function likes(category: LocalText): Reason {
  const name = /^[A-Z][a-z]/.test(category.en) ? category.en[0]!.toLowerCase() + category.en.slice(1) : category.en
  return { kind: 'category', text: { en: `Because you like ${name}`, zh: `因为您喜欢${category.zh}` } }
}
