import { type APIRequestContext, expect, type PlaywrightWorkerArgs, test } from '@playwright/test'
import { DEMO_PASSWORD } from '#drizzle/demo/accounts.ts'
import type { PeopleReply } from '#shared/api/people.ts'
import type { EditedEventReply, PublishedEventsReply } from '#shared/api/publishing.ts'
import type { EventDocument } from '#shared/publishing/event-document.ts'
import { freshEmail } from './buying.ts'
import { codeSentTo } from './mailbox.ts'

/** A connection that has been idle for five seconds may close just when it is used again: what only reads is asked once more. */
const RETRY = { maxRetries: 2 }

type Api = Pick<APIRequestContext, 'get' | 'post' | 'put' | 'patch' | 'delete'>

/** Signs in as one of the demo's people: the browser of `request` is logged in from then on. */
export async function signInAs(request: Api, role: 'admin' | 'publisher' | 'customer'): Promise<void> {
  const answer = await request.post('/api/auth/login', { data: { email: `${role}@foyer.demo`, password: DEMO_PASSWORD } })
  expect(answer.status()).toBe(200)
}

/** Somebody else at another browser, who only talks to the API. */
export async function another(playwright: PlaywrightWorkerArgs['playwright'], role: 'admin' | 'publisher'): Promise<APIRequestContext> {
  const context = await playwright.request.newContext({ baseURL: test.info().project.use.baseURL })
  await signInAs(context, role)
  return context
}

const PASSWORD = 'a lantern over the river'

/** A new customer, logged in in the browser of `request`. */
export async function newCustomer(request: APIRequestContext, displayName: string, locale: 'en' | 'zh' = 'en'): Promise<string> {
  const email = freshEmail()
  const asked = await request.post('/api/auth/register', { data: { email, password: PASSWORD, displayName, locale } })
  const { challengeId } = await asked.json() as { challengeId: string }
  const confirmed = await request.post('/api/auth/register/confirm', { data: { challengeId, code: await codeSentTo(request, email) } })
  expect(confirmed.status()).toBe(200)
  return email
}

/** An admin of a test's own, logged in in the browser of `request`: nobody else's work is among his. */
export async function newAdmin(playwright: PlaywrightWorkerArgs['playwright'], request: APIRequestContext): Promise<void> {
  const email = await newCustomer(request, 'Ines Import')
  const admin = await another(playwright, 'admin')
  const { people } = await (await admin.get(`/api/admin/users?q=${encodeURIComponent(email)}`)).json() as PeopleReply
  const changed = await admin.put(`/api/admin/users/${people[0]!.id}/role`, { data: { role: 'admin', reason: 'Takes over the programme.' } })
  expect(changed.status(), await changed.text()).toBe(204)
  await admin.dispose()
  expect((await request.post('/api/auth/login', { data: { email, password: PASSWORD } })).status()).toBe(200)
}

/** The publisher changes an approved event and hands it in. `skip` keeps tests out of each other's way. */
export async function handInChange(publisher: APIRequestContext, skip: number, change: (document: EventDocument) => void): Promise<{ submissionId: string, eventId: string, document: EventDocument }> {
  const { events } = await (await publisher.get('/api/publishing/events?status=approved&limit=100', RETRY)).json() as PublishedEventsReply
  const free = events.filter(event => !event.waiting && event.nextStartsAt && Date.parse(event.nextStartsAt) > Date.now() + 86_400_000).toSorted((a, b) => a.slug.localeCompare(b.slug))
  const eventId = free[skip % free.length]!.id
  let document: EventDocument
  const submissionId = await handInFor(publisher, eventId, (changed) => { change(document = changed) })
  return { submissionId, eventId, document: document! }
}

/** The same for one event. @returns the submission */
export async function handInFor(publisher: APIRequestContext, eventId: string, change: (document: EventDocument) => void): Promise<string> {
  const edited = await (await publisher.get(`/api/publishing/events/${eventId}`, RETRY)).json() as EditedEventReply
  const document = structuredClone(edited.document) as EventDocument
  change(document)
  const saved = await publisher.put(`/api/publishing/events/${eventId}/draft`, { data: { version: edited.version, document } })
  expect(saved.status(), await saved.text()).toBe(200)
  const submitted = await publisher.post(`/api/publishing/events/${eventId}/submit`, { data: { version: (await saved.json() as { version: number }).version, note: 'The hall asked for it.' } })
  expect(submitted.ok(), await submitted.text()).toBe(true)
  return (await submitted.json() as { submissionId: string }).submissionId
}

/** An admin elsewhere approves what was handed in. */
export async function approveNow(playwright: PlaywrightWorkerArgs['playwright'], eventId: string, submissionId: string): Promise<void> {
  const admin = await another(playwright, 'admin')
  const decided = await admin.put(`/api/events/${eventId}/approve`, { data: { submissionId, decision: 'approve' } })
  expect(decided.status(), await decided.text()).toBe(200)
  await admin.dispose()
}
