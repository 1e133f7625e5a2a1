import { eq, isNotNull } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { seedDemo } from '#drizzle/demo/seed.ts'
import { events, submissions, users } from '#drizzle/schema/index.ts'
import { readEvent } from '#server/domain/catalogue/index.ts'
import { decideEvent, documentsOf, listPublishedEvents, readEditedEvent, readReview, reviewQueue } from '#server/domain/publishing/index.ts'
import { diffEvents } from '#shared/publishing/event-diff.ts'
import { eventDocument } from '#shared/publishing/event-document.ts'
import { openNewDatabase } from '#tests/support/database.ts'

let house: Awaited<ReturnType<typeof openNewDatabase>>
const accounts: Record<string, { userId: string, role: 'customer' | 'publisher' | 'admin' }> = {}

beforeAll(async () => {
  house = await openNewDatabase()
  await seedDemo(house.db, { today: new Date() })
  for (const user of await house.db.select().from(users)) accounts[user.role] = { userId: user.id, role: user.role }
}, 120_000)
afterAll(() => house?.close())

describe('the desks of the demo', () => {
  it('every event that visitors see is a document that says what its rows say', async () => {
    const approved = await house.db.select().from(events).where(isNotNull(events.approvedDocument))
    expect(approved.length).toBeGreaterThan(25)
    const documents = await documentsOf(house.db, approved.map(event => event.id))
    for (const event of approved) {
      expect(eventDocument.safeParse(event.approvedDocument).error).toBeUndefined()
      expect(diffEvents(event.approvedDocument!, documents.get(event.id)!)).toEqual([])
    }
  })

  it('an event that is to come can be edited without a fault', async () => {
    const { events: mine } = await listPublishedEvents(house, accounts.publisher!, { status: 'approved', limit: 100 })
    expect(mine.length).toBeGreaterThan(20)
    for (const { id } of mine) expect((await readEditedEvent(house, accounts.publisher!, id)).faults).toEqual([])
  })

  it('an admin finds a first submission, a small change and a large one of what is sold; a publisher what was rejected', async () => {
    const { reviews } = await reviewQueue(house, accounts.admin!, {})
    expect(reviews.map(review => review.size)).toEqual(['first', 'large', 'small'])
    const large = await readReview(house, accounts.admin!, reviews[1]!.id)
    expect(large.changes.map(change => change.subject)).toEqual(expect.arrayContaining(['time', 'price']))
    expect(large.holders[0]!.orders).toBeGreaterThan(50)
    const { events: rejected, counts } = await listPublishedEvents(house, accounts.publisher!, { status: 'rejected' })
    expect(rejected).toMatchObject([{ name: { zh: '最后一位电梯员' }, reviewReason: expect.any(String) }])
    expect(counts).toMatchObject({ pending: 3, rejected: 1, draft: 0 })
  })

  it('each of them can be approved', async () => {
    const waiting = await house.db.select().from(submissions).where(eq(submissions.state, 'pending')).orderBy(submissions.submittedAt)
    const told: number[] = []
    for (const submission of waiting) {
      const { slug, holdersTold } = await decideEvent(house, accounts.admin!, submission.eventId, { submissionId: submission.id, decision: 'approve' })
      told.push(holdersTold)
      expect(await readEvent(house, slug)).toMatchObject({ status: 'approved', name: submission.document.name })
    }
    expect(told.map(count => count > 0)).toEqual([false, true, false])
  })
})
