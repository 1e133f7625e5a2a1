import { eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { houseFacts, outbox } from '#drizzle/schema/index.ts'
import { type Subscriber, ofAllKeys, relayOutbox } from '#server/jobs/outbox-relay.ts'
import { openNewDatabase } from '#tests/support/database.ts'

let connection: Awaited<ReturnType<typeof openNewDatabase>>
beforeAll(async () => { connection = await openNewDatabase({ pool: 4 }) })
afterAll(() => connection?.close())
beforeEach(() => connection.db.delete(outbox))

const put = (...messages: { topic: string, key: string }[]) => connection.db.insert(outbox).values(messages.map(message => ({ ...message, payload: { key: message.key } })))
const rows = () => connection.db.select().from(outbox).orderBy(outbox.id)
const seen: string[] = []
beforeEach(() => { seen.length = 0 })
const takes: Subscriber = async (payloads) => { seen.push(payloads.map(payload => payload.key).join('+')) }

describe('a message that cannot be delivered', () => {
  it('waits by itself, also where PostgreSQL refused a statement of it: nobody else\'s news wait with it', async () => {
    await put({ topic: 'poison', key: '1' }, { topic: 'good', key: '2' }, { topic: 'poison', key: '3' }, { topic: 'good', key: '4' })
    const poison: Subscriber = async (_, db) => { await db.execute(sql`select 1 / 0`) }
    expect(await relayOutbox(connection.db, { poison, good: takes })).toBe(2)
    expect(seen).toEqual(['2', '4'])
    const after = await rows()
    expect(after.map(row => [row.key, row.deliveredAt !== null, row.attempts])).toEqual([['1', false, 1], ['2', true, 0], ['3', false, 1], ['4', true, 0]])
    expect(after[0]!.lastError).toBeTruthy()
  })

  it('leaves nothing of what it had written before it failed', async () => {
    await put({ topic: 'half', key: '1' })
    const half: Subscriber = async (_, db) => {
      await db.insert(houseFacts).values({ name: 'half-done', value: 1 })
      throw new Error('broke off')
    }
    await relayOutbox(connection.db, { half })
    expect(await connection.db.select().from(houseFacts).where(eq(houseFacts.name, 'half-done'))).toEqual([])
  })
})

describe('a long queue', () => {
  it('is put down after a moment, with what was delivered kept, so that a code for a login does not wait behind it', async () => {
    await put(...Array.from({ length: 50 }, (_, n) => ({ topic: 'slow', key: String(n) })))
    const slow: Subscriber = async () => { await new Promise(resolve => setTimeout(resolve, 30)) }
    const delivered = await relayOutbox(connection.db, { slow }, 300)
    expect(delivered).toBeGreaterThan(0)
    expect(delivered).toBeLessThan(50)
    expect((await rows()).filter(row => row.deliveredAt).length).toBe(delivered)
  })

  it('of one topic goes at once to whoever takes all keys together; where that fails, each key has its own fate', async () => {
    await put({ topic: 'many', key: '1' }, { topic: 'good', key: '2' }, { topic: 'many', key: '3' }, { topic: 'many', key: 'bad' })
    const many = ofAllKeys(async (payloads) => {
      if (payloads.some(payload => payload.key === 'bad')) throw new Error('bad')
      seen.push(payloads.map(payload => payload.key).join('+'))
    })
    expect(await relayOutbox(connection.db, { many, good: takes })).toBe(3)
    expect(seen).toEqual(['1', '3', '2'])
    expect((await rows()).filter(row => !row.deliveredAt).map(row => [row.key, row.attempts])).toEqual([['bad', 1]])
    await put({ topic: 'many', key: '5' }, { topic: 'many', key: '6' })
    await relayOutbox(connection.db, { many })
    expect(seen.at(-1)).toBe('5+6')
  })
})
