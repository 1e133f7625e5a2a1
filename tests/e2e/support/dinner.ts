import { type APIRequestContext, expect } from '@playwright/test'
import type { PlanDraftReply } from '#shared/api/plan-drafts.ts'
import { newId } from '#shared/ids/id.ts'
import type { EventDocument } from '#shared/publishing/event-document.ts'

const HOUR_MS = 3_600_000
const inHours = (hours: number) => new Date(Math.floor(Date.now() / 60_000) * 60_000 + hours * HOUR_MS).toISOString()

/** A dinner show that its publisher has not handed in: a row of six, a table of four and one of eight that are sold whole, two prices. */
export async function dinnerShow(publisher: APIRequestContext): Promise<{ eventId: string, sessionId: string }> {
  const mark = newId().slice(-6)
  const { id: venueId } = await done(publisher.post('/api/venues', { data: {
    name: { en: `Supper Club ${mark}`, zh: `晚餐俱乐部${mark}` }, address: { en: '5 Lantern Lane', zh: '灯笼巷5号' }, city: { en: 'Suzhou', zh: '苏州' },
    country: 'CN', timeZone: 'Asia/Shanghai', latitude: null, longitude: null
  } })) as { id: string }
  const { planId, categoryKey } = await drawRoom(publisher, venueId)
  const sessionId = newId()
  const price = (en: string, zh: string, priceMinor: number) => ({ key: newId(), name: { en, zh }, planId, categoryKey, sessionKeys: null, priceMinor, saleStartsAt: null, saleEndsAt: null })
  const document: Partial<EventDocument> = {
    name: { en: `Supper with Songs ${mark}`, zh: `晚餐与歌${mark}` }, summary: { en: 'Four courses and a trio.', zh: '四道菜与三重奏。' }, description: { en: 'Come hungry.', zh: '请空腹前来。' },
    organiser: { en: 'Supper Club', zh: '晚餐俱乐部' }, perPersonLimit: 6, allowsSingleSeats: true,
    sessions: [{ key: sessionId, status: 'scheduled', venueId, planId, startsAt: inHours(700), endsAt: inHours(703), doorsAt: null, saleStartsAt: inHours(-24), saleEndsAt: inHours(700) }],
    ticketTypes: [price('Adult', '成人票', 38_000), price('Student', '学生票', 19_000)]
  }
  const { categories } = await done(publisher.get('/api/categories')) as { categories: { id: string }[] }
  const { id: eventId } = await done(publisher.post('/api/events/create', { data: { document: { ...document, categoryId: categories[0]!.id } } })) as { id: string }
  return { eventId, sessionId }
}

async function drawRoom(publisher: APIRequestContext, venueId: string): Promise<{ planId: string, categoryKey: string }> {
  const { id } = await done(publisher.post(`/api/venues/${venueId}/plan-drafts`, { data: { name: { en: 'Dining room', zh: '餐厅' } } })) as { id: string }
  const draft = await done(publisher.get(`/api/plan-drafts/${id}`)) as PlanDraftReply
  const categoryKey = draft.document.categories[0]!.key
  const chairs = (count: number, at: (n: number) => [number, number]) => Array.from({ length: count }, (_, n): [string, number, number, string, number] => [String(n + 1), ...at(n), categoryKey, 0])
  const around = (x: number, y: number, radius: number, count: number) => chairs(count, n => [Math.round(x + radius * Math.cos(2 * Math.PI * n / count)), Math.round(y + radius * Math.sin(2 * Math.PI * n / count))])
  const table = (label: string, x: number, size: number, count: number) => ({
    label, seats: around(x, 500, size / 2 + 45, count), table: { form: 'round' as const, at: { x, y: 500 }, width: size, height: size, rotation: 0, soldAs: 'whole' as const }
  })
  const document = {
    ...draft.document,
    sections: [{
      key: 'room', name: { en: 'Dining room', zh: '餐厅' }, level: { en: 'Ground', zh: '一层' },
      rows: [{ label: 'A', seats: chairs(6, n => [n * 60, 160]) }, table('7', 40, 110, 4), table('8', 420, 190, 8)]
    }],
    shapes: [{ kind: 'stage' as const, outline: [{ x: 0, y: -200 }, { x: 420, y: -200 }, { x: 420, y: 0 }, { x: 0, y: 0 }], label: { en: 'Stage', zh: '舞台' } }]
  }
  const { version } = await done(publisher.put(`/api/plan-drafts/${id}`, { data: { version: draft.version, document } })) as { version: number }
  const { planId } = await done(publisher.post(`/api/plan-drafts/${id}/publish`, { data: { version } })) as { planId: string }
  return { planId, categoryKey }
}

async function done(asked: Promise<{ ok(): boolean, text(): Promise<string> }>): Promise<unknown> {
  const answer = await asked
  const text = await answer.text()
  expect(answer.ok(), text).toBe(true)
  return JSON.parse(text)
}
