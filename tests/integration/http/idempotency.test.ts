import { type H3Event, setResponseStatus } from 'h3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { idempotencyKeys } from '#drizzle/schema/index.ts'
import type { House } from '#server/house.ts'
import { replayable } from '#server/http/idempotency.ts'
import { newId } from '#shared/ids/id.ts'
import { openTestHouse } from '#tests/support/house.ts'

describe('an answer that is kept to be given again', () => {
  let house: House
  beforeAll(async () => {
    house = await openTestHouse()
  })
  afterAll(() => house.close())

  it('is the same, but the key to a guest\'s order does not lie open in the database (G-03)', async () => {
    const reply = { id: newId(), guestSecret: 'the-only-key-to-this-order-0123', lines: [{ guestSecret: null }] }
    const call = { house, principal: null, body: {}, idempotencyKey: newId(), visitor: () => 'somebody' }
    const first = eventOf()
    expect(await replayable({ ...call, event: first }, () => {
      setResponseStatus(first, 201)
      return reply
    })).toEqual(reply)
    const again = eventOf()
    expect(await replayable({ ...call, event: again }, () => { throw new Error('asked twice') })).toEqual(reply)
    expect(again.node.res.statusCode).toBe(201)

    const [row] = await house.db.select().from(idempotencyKeys)
    expect(row!.body).toContain(reply.id)
    expect(row!.body).not.toContain(reply.guestSecret)
  })
})

function eventOf(): H3Event {
  return { method: 'POST', path: '/api/orders/create', node: { req: {}, res: { statusCode: 200, setHeader: () => {} } } } as unknown as H3Event
}
