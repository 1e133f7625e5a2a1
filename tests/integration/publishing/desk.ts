import { eq } from 'drizzle-orm'
import { categories, sessions, users, venues } from '#drizzle/schema/index.ts'
import { type Author, createEvent, decideEvent, readEditedEvent, saveDraft, submitEvent } from '#server/domain/publishing/index.ts'
import { storePlan } from '#server/domain/seating/index.ts'
import type { House } from '#server/house.ts'
import { newId } from '#shared/ids/id.ts'
import type { EventDocument, EventDraftDocument } from '#shared/publishing/event-document.ts'
import { plainPlan } from '#tests/support/fixtures.ts'
import { openTestHouse } from '#tests/support/house.ts'

export const HOUR_MS = 3_600_000
export const inDays = (days: number, hours = 0) => new Date(Math.floor(Date.now() / 60_000) * 60_000 + days * 24 * HOUR_MS + hours * HOUR_MS).toISOString()

export interface Hall { venueId: string, planId: string }

export interface Desk {
  house: House & { databaseUrl: string }
  publisher: Author
  admin: Author
  categoryId: string
  /** Twenty seats (`seats`) and thirty standing places (`floor`). */
  hall: Hall
  otherHall: Hall
  somebody(role: 'publisher' | 'admin', name?: string): Promise<Author>
  /** A play with two sessions, seats at 380 and standing at 180, on sale since yesterday. */
  play(changes?: Partial<EventDocument>): EventDocument
  /** Handed in by the publisher. */
  submitted(document?: EventDraftDocument): Promise<{ eventId: string, submissionId: string }>
  /** Approved by the admin. */
  approved(document?: EventDraftDocument): Promise<{ eventId: string, slug: string, document: EventDocument }>
  /** Saves what `change` makes of the draft and hands it in. */
  handIn(eventId: string, change: (document: EventDraftDocument) => void): Promise<string>
  approve(eventId: string, submissionId: string): Promise<{ slug: string, holdersTold: number }>
}

/** A house with a publisher, an admin, a category and two halls. Close `house` afterwards. */
export async function openDesk(env: { DATABASE_POOL?: string } = {}): Promise<Desk> {
  const house = await openTestHouse(env)
  const { db } = house
  const somebody = async (role: 'publisher' | 'admin', name = role === 'admin' ? 'Avery' : 'Pei') => {
    const [user] = await db.insert(users).values({ role, email: `${newId()}@example.org`, displayName: name }).returning()
    return { userId: user!.id, role }
  }
  const [publisher, admin] = [await somebody('publisher'), await somebody('admin')]
  const [category] = await db.insert(categories).values({ slug: 'plays', nameEn: 'Plays', nameZh: '话剧' }).returning()
  const hallOf = async (slug: string) => {
    const [venue] = await db.insert(venues).values({
      slug, nameEn: 'Test house', nameZh: '测试剧院', addressEn: '1 Stage Road', addressZh: '舞台路1号', cityEn: 'Shanghai', cityZh: '上海', country: 'CN', timeZone: 'Asia/Shanghai'
    }).returning()
    return { venueId: venue!.id, planId: (await storePlan(db, { venueId: venue!.id, hall: 'main', plan: plainPlan(4, 5, 30) })).planId }
  }
  const [hall, otherHall] = [await hallOf('house-one'), await hallOf('house-two')]

  const play = (changes: Partial<EventDocument> = {}): EventDocument => ({
    name: { en: 'The Tin Lighthouse', zh: '铁皮灯塔' }, summary: { en: 'An evening by the sea.', zh: '海边的一晚。' },
    description: { en: '**Waves** and words.', zh: '海浪与台词。' }, organiser: { en: 'Pei Presents', zh: '佩佩文化' },
    performers: [{ nameEn: 'Mei Lin', nameZh: '林梅', kind: 'person' }], categoryId: category!.id, cover: { kind: 'poster', seed: 'moon:tin' },
    currency: 'CNY', holdSeconds: 600, perPersonLimit: 6,
    sessions: [30, 31].map(days => ({
      key: newId(), status: 'scheduled' as const, ...hall, startsAt: inDays(days), endsAt: inDays(days, 2), doorsAt: inDays(days, -1), saleStartsAt: inDays(-1), saleEndsAt: inDays(days)
    })),
    ticketTypes: [['Adult', '成人票', 'seats', 38_000], ['Standing', '站票', 'floor', 18_000]].map(([en, zh, categoryKey, priceMinor]) => ({
      key: newId(), name: { en: String(en), zh: String(zh) }, planId: hall.planId, categoryKey: String(categoryKey), sessionKeys: null, priceMinor: Number(priceMinor), saleStartsAt: null, saleEndsAt: null
    })),
    promoCodes: [],
    ...changes
  })
  const submitted = async (document: EventDraftDocument = play()) => {
    const { id } = await createEvent(house, publisher, document)
    const { submissionId } = await submitEvent(house, publisher, id, { version: 1 })
    return { eventId: id, submissionId }
  }
  const approve = (eventId: string, submissionId: string) => decideEvent(house, admin, eventId, { submissionId, decision: 'approve' })
  return {
    house, publisher, admin, categoryId: category!.id, hall, otherHall, somebody, play, submitted, approve,
    approved: async (document = play()) => {
      const { eventId, submissionId } = await submitted(document)
      const { slug } = await approve(eventId, submissionId)
      return { eventId, slug, document: document as EventDocument }
    },
    handIn: async (eventId, change) => {
      const { document, version } = await readEditedEvent(house, publisher, eventId)
      change(document)
      const saved = await saveDraft(house, publisher, eventId, { version, document })
      return (await submitEvent(house, publisher, eventId, { version: saved.version })).submissionId
    }
  }
}

/** The sessions of an event as their rows say. */
export function sessionRowsOf(house: House, eventId: string) {
  return house.db.select().from(sessions).where(eq(sessions.eventId, eventId)).orderBy(sessions.startsAt)
}
