import { and, eq, gt, isNull, sql } from 'drizzle-orm'
import type { Database } from '#drizzle/database.ts'
import { events, userEmbeddings, users, venues } from '#drizzle/schema/index.ts'
import { cardsOfEvents, isPublicEvent } from '#server/domain/catalogue/index.ts'
import type { EventCard } from '#shared/api/catalogue.ts'
import type { RecommendReply, SimilarReply } from '#shared/api/recommend.ts'
import { DomainError } from '#shared/errors/domain-error.ts'
import { diversify } from './diversify.ts'
import { type Interaction, interactionsOfUsers } from './interactions.ts'
import { laySomeUsers, vectorsOf } from './lay-users.ts'
import { memoriesOf } from './memories.ts'
import { currentModelId } from './model.ts'
import { type Candidate, nearestBuyable } from './nearest.ts'
import { popularityAt } from './popularity.ts'
import { popularityShares, scores } from './ranking.ts'
import { othersCome, reasonFor } from './reasons.ts'
import { hasRefused } from './refuse.ts'
import { ACTS_PER_USER } from './user-vector.ts'
import type { Vector } from './vector.ts'

/** So many are ranked for each one that is shown: some are left out for being too much alike, some were sold out a moment ago. */
const RANKED_PER_SHOWN = 8
const SPARE = 2
/** Events shown beside one. */
const SIMILAR = 5
/** How much being in the visitor's city counts, in popularity shares. */
const NEARBY = 0.5

export interface RecommendWish { city?: string, limit: number }

type Chosen = Candidate & { score: number, card: EventCard, popularityNow: number }

/**
 * What somebody may like of all that can be bought now, each with why. From what he did, where that is known and he allows it; else what
 * is popular. Nothing that he has or follows already. A constant number of queries. @throws `not-found` where nobody has this id
 */
export async function recommendFor(db: Database, userId: string, wish: RecommendWish): Promise<RecommendReply> {
  const [user] = await db.select({ id: users.id }).from(users).where(and(eq(users.id, userId), isNull(users.erasedAt)))
  if (!user) throw new DomainError('not-found')
  const city = await knownCity(db, wish.city)
  if (await hasRefused(db, userId)) return { isPersonal: false, isAllowed: false, recommendations: await popular(db, { ...wish, city }) }

  const acts = (await interactionsOfUsers(db, [userId])).slice(0, ACTS_PER_USER)
  const vector = await vectorOf(db, userId, acts)
  if (!vector) return { isPersonal: false, isAllowed: true, recommendations: await popular(db, { ...wish, city }, acts.map(act => act.eventId)) }

  const had = [...new Set(acts.filter(act => act.kind !== 'tried' && act.kind !== 'seen').map(act => act.eventId))]
  const memories = await memoriesOf(db, acts, await vectorsOf(db, [...new Set(acts.map(act => act.eventId))]))
  const near = await nearestBuyable(db, { to: vector, except: had, limit: wish.limit * RANKED_PER_SHOWN })
  const home = city ?? memories.find(memory => memory.kind === 'booked')?.city ?? null
  const chosen = await choose(db, near, wish.limit, shares => scores(near.map(one => one.nearness), shares))
  return {
    isPersonal: true, isAllowed: true,
    recommendations: chosen.map(one => ({ event: one.card, reason: reasonFor({ vector: one.vector, categoryId: one.categoryId, card: one.card, popularity: one.popularityNow }, memories.filter(memory => memory.eventId !== one.eventId), home) }))
  }
}

/** What is like an event, for everybody who looks at it. Empty for one that is not laid out yet. @throws `not-found` for what is not public */
export async function similarTo(db: Database, slug: string, limit = SIMILAR): Promise<SimilarReply> {
  const [event] = await db.select({ id: events.id }).from(events).where(and(eq(events.slug, slug), isPublicEvent))
  if (!event) throw new DomainError('not-found')
  const vector = (await vectorsOf(db, [event.id])).get(event.id)
  if (!vector) return { events: [] }
  const near = await nearestBuyable(db, { to: vector, except: [event.id], limit: limit * RANKED_PER_SHOWN })
  return { events: (await choose(db, near, limit, () => near.map(one => one.nearness))).map(one => one.card) }
}

/** What most people come to, first in the city where somebody is. Nothing of anybody is read for it. */
async function popular(db: Database, { city, limit }: RecommendWish, except: readonly string[] = []): Promise<RecommendReply['recommendations']> {
  const candidates = await nearestBuyable(db, { to: null, except, limit: limit * RANKED_PER_SHOWN, city })
  const chosen = await choose(db, candidates, limit, shares => candidates.map((one, at) => shares[at]! + (city && one.city === city ? NEARBY : 0) + one.featuredRank / 1000))
  return chosen.map(one => ({ event: one.card, reason: othersCome({ card: one.card, popularity: one.popularityNow }, city ?? null) }))
}

/** Ranks, spreads, and leaves out what was sold out since places were last counted. */
async function choose(db: Database, candidates: readonly Candidate[], limit: number, scoresBy: (popularityShares: readonly number[]) => number[]): Promise<Chosen[]> {
  const now = new Date()
  const popularities = candidates.map(one => popularityAt(one.popularity, now))
  const its = scoresBy(popularityShares(popularities))
  const spread = diversify(candidates.map((one, at) => ({ ...one, score: its[at]!, popularityNow: popularities[at]! })), limit * SPARE)
  const cards = new Map((await cardsOfEvents(db, spread.map(one => one.eventId))).map(card => [card.id, card]))
  return spread.flatMap((one) => {
    const card = cards.get(one.eventId)
    return card && (card.availability === 'available' || card.availability === 'few-left') ? [{ ...one, card }] : []
  }).slice(0, limit)
}

/** The vector that is kept, where nothing happened since; else a new one, which is kept. */
async function vectorOf(db: Database, userId: string, acts: readonly Interaction[]): Promise<Vector | null> {
  const [newest] = acts
  if (!newest) return null
  const modelId = await currentModelId(db)
  if (modelId === null) return null
  const kept = () => db.select({ vector: userEmbeddings.vector }).from(userEmbeddings)
    .where(and(eq(userEmbeddings.userId, userId), eq(userEmbeddings.modelId, modelId), gt(userEmbeddings.embeddedAt, newest.at)))
  const [before] = await kept()
  if (before) return before.vector
  await laySomeUsers(db, [userId])
  const [after] = await kept()
  return after?.vector ?? null
}

/** The city as `session_search` has it, in whichever language it was said; undefined where no venue is there. */
async function knownCity(db: Database, said: string | undefined): Promise<string | undefined> {
  if (!said) return undefined
  const [venue] = await db.select({ city: sql<string>`lower(${venues.cityEn})` }).from(venues).where(sql`lower(${venues.cityEn}) = ${said.toLowerCase()} or ${venues.cityZh} = ${said}`).limit(1)
  return venue?.city
}
