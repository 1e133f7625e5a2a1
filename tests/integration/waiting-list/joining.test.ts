import { and, eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { mailbox, waitingEntries } from '#drizzle/schema/index.ts'
import { cancelOrder } from '#server/domain/orders/index.ts'
import { type Joiner, changeListSettings, changeWish, confirmEntry, distributeGivenBack, joinList, leaveList, listOwnEntries, offerByHand, readDesk, readEntry, readList } from '#server/domain/waiting-list/index.ts'
import type { House } from '#server/house.ts'
import { deliverNews, sendPost } from '#server/jobs/housekeeping.ts'
import { newId } from '#shared/ids/id.ts'
import { givenCustomer, givenSession } from '#tests/support/fixtures.ts'
import { openTestHouse, refusalCode } from '#tests/support/house.ts'
import { buy, soldOut, waiting } from './sold-out.ts'

let house: House

beforeAll(async () => {
  house = await openTestHouse()
})
afterAll(() => house.close())

const WISH = { places: 2, atLeast: 2, together: true, categoryKeys: [] as string[], maxPriceMinor: null as number | null }
const guest = (): Joiner => ({ userId: null, locale: 'en', guestKey: house.keys.guests, network: newId() })
const account = (userId: string): Joiner => ({ ...guest(), userId })

async function mailTo(address: string) {
  await deliverNews(house)
  await sendPost(house)
  return await house.db.select().from(mailbox).where(eq(mailbox.address, address)).orderBy(mailbox.createdAt)
}

const linkIn = (text: string) => /\/waiting-list\/([\da-f-]{36})\?secret=([\w-]+)/.exec(text)!

describe('joining', () => {
  it('is for a guest to be confirmed by the link in his mail, which then shows his place and lets him leave', async () => {
    const session = await soldOut(house, { rows: 1, seatsPerRow: 2, seatsEach: 2 })
    const email = `guest-${newId()}@example.org`
    expect(await joinList(house, guest(), session.sessionId, { wish: WISH, contact: { name: 'Ann', email } })).toEqual({ entryId: null })
    expect((await readList(house, session.sessionId, null)).waiting).toBe(0)
    const [letter] = await mailTo(email)
    const [, id, secret] = linkIn(letter!.text)
    const reader = { userId: null, guestSecret: secret! }
    expect(await refusalCode(readEntry(house.db, { userId: null, guestSecret: 'x'.repeat(43) }, id!))).toBe('not-found')
    await confirmEntry(house, reader, id!)
    await confirmEntry(house, reader, id!)
    expect(await readEntry(house.db, reader, id!)).toMatchObject({ state: 'waiting', others: 0, wish: WISH })
    await leaveList(house, reader, id!)
    await leaveList(house, reader, id!)
    expect(await readEntry(house.db, reader, id!)).toMatchObject({ state: 'left', others: null })
  })

  it('twice is joining once; nobody changes a guest\'s wish by typing his address, or learns that he waits', async () => {
    const session = await soldOut(house, { rows: 1, seatsPerRow: 2, seatsEach: 2 })
    const email = `guest-${newId()}@example.org`
    await joinList(house, guest(), session.sessionId, { wish: WISH, contact: { name: 'Ann', email } })
    const [, id, secret] = linkIn((await mailTo(email))[0]!.text)
    await confirmEntry(house, { userId: null, guestSecret: secret! }, id!)
    expect(await joinList(house, guest(), session.sessionId, { wish: { ...WISH, places: 1, atLeast: 1 }, contact: { name: 'Eve', email } })).toEqual({ entryId: null })
    const entries = await house.db.select().from(waitingEntries).where(and(eq(waitingEntries.sessionId, session.sessionId), eq(waitingEntries.email, email)))
    expect(entries).toMatchObject([{ places: 2, name: 'Ann', state: 'waiting' }])
    expect((await mailTo(email)).map(letter => linkIn(letter.text)[1])).toEqual([id, id])
  })

  it('with an account is one entry however often and in parallel it is asked, and changes the wish', async () => {
    const session = await soldOut(house, { rows: 1, seatsPerRow: 2, seatsEach: 2 })
    const { userId } = await givenCustomer(house.db)
    const joined = await Promise.all(Array.from({ length: 12 }, () => joinList(house, account(userId), session.sessionId, { wish: WISH })))
    expect(new Set(joined.map(j => j.entryId)).size).toBe(1)
    await joinList(house, account(userId), session.sessionId, { wish: { ...WISH, places: 3 } })
    expect(await listOwnEntries(house.db, userId)).toMatchObject({ entries: [{ state: 'waiting', wish: { places: 3, atLeast: 2 } }] })
  })

  it('is refused where the places can simply be bought, where the list is stopped, and beyond what one person may have', async () => {
    const session = await givenSession(house.db, { rows: 1, seatsPerRow: 4, perPersonLimit: 3 })
    const { userId } = await givenCustomer(house.db)
    const join = (wish: Partial<typeof WISH>) => joinList(house, account(userId), session.sessionId, { wish: { ...WISH, ...wish } })
    expect(await refusalCode(join({}))).toBe('seats-free')
    expect(await refusalCode(join({ places: 4 }))).toBe('limit-reached')
    expect(await refusalCode(join({ categoryKeys: ['gallery'] }))).toBe('invalid-input')
    await buy(house, session, [1])
    // Seats 0, 2 and 3 are free: two together are, three are not.
    expect(await refusalCode(join({}))).toBe('seats-free')
    await expect(join({ places: 3, atLeast: 3 })).resolves.toMatchObject({ entryId: expect.any(String) })
    await house.db.execute(sql`insert into waiting_lists (session_id, is_on) values (${session.sessionId}, false)`)
    expect(await refusalCode(join({ places: 3, atLeast: 3 }))).toBe('waiting-list-closed')
  })
})

describe('one\'s place', () => {
  it('counts the wishes before it that would take the same gap, and says what would help', async () => {
    const session = await soldOut(house, { rows: 1, seatsPerRow: 6, seatsEach: 2 })
    await waiting(house, session.sessionId, [{ places: 3 }, { places: 3 }, { places: 2 }, { places: 1, categoryKeys: ['floor'] }])
    const { userId, email } = await givenCustomer(house.db)
    await waiting(house, session.sessionId, [{ places: 3, userId, email, personKey: `user:${userId}`, guestSecretHash: null }, { places: 1 }])
    const { entries: [mine] } = await listOwnEntries(house.db, userId)
    expect(mine).toMatchObject({ others: 3, helps: [{ places: 2, before: 1 }, { places: 1, before: 0 }] })
  })
})

describe('whoever is offered places', () => {
  it('may decline: he is off the list, and the next one is asked', async () => {
    const session = await soldOut(house, { rows: 1, seatsPerRow: 2, seatsEach: 2 })
    const { userId, email } = await givenCustomer(house.db)
    const [mine, next] = await waiting(house, session.sessionId, [{ places: 2, userId, email, personKey: `user:${userId}`, guestSecretHash: null }, { places: 2 }])
    await cancelOrder(house, session.orders[0]!.reader, session.orders[0]!.orderId)
    await distributeGivenBack(house)
    const reader = { userId, guestSecret: null }
    expect((await readEntry(house.db, reader, mine!)).offer).toMatchObject({ places: 2 })
    await leaveList(house, reader, mine!)
    expect((await readEntry(house.db, reader, mine!)).state).toBe('left')
    await deliverNews(house)
    await distributeGivenBack(house)
    const states = await house.db.select({ id: waitingEntries.id, state: waitingEntries.state }).from(waitingEntries).where(eq(waitingEntries.sessionId, session.sessionId))
    expect(new Map(states.map(s => [s.id, s.state]))).toEqual(new Map([[mine, 'left'], [next, 'offered']]))
  })

  it('is asked to the checkout by a guest\'s link that opens his order', async () => {
    const session = await soldOut(house, { rows: 1, seatsPerRow: 2, seatsEach: 2 })
    const email = `guest-${newId()}@example.org`
    await joinList(house, guest(), session.sessionId, { wish: WISH, contact: { name: 'Ann', email } })
    const [, id, secret] = linkIn((await mailTo(email))[0]!.text)
    await confirmEntry(house, { userId: null, guestSecret: secret! }, id!)
    await cancelOrder(house, session.orders[0]!.reader, session.orders[0]!.orderId)
    await distributeGivenBack(house)
    const letter = (await mailTo(email)).at(-1)!
    expect(letter.subject).toContain('held for you')
    expect(letter.text).toMatch(new RegExp(`/orders/[\\da-f-]{36}\\?secret=${secret}`))
  })

  it('may not change the wish meanwhile', async () => {
    const session = await soldOut(house, { rows: 1, seatsPerRow: 2, seatsEach: 2 })
    const { userId, email } = await givenCustomer(house.db)
    const [mine] = await waiting(house, session.sessionId, [{ places: 2, userId, email, personKey: `user:${userId}`, guestSecretHash: null }])
    await cancelOrder(house, session.orders[0]!.reader, session.orders[0]!.orderId)
    await distributeGivenBack(house)
    expect(await refusalCode(changeWish(house, { userId, guestSecret: null }, mine!, { ...WISH, places: 3 }))).toBe('illegal-transition')
  })
})

describe('the publisher', () => {
  it('sees demand by zone and party size with masked names, and offers to one by hand', async () => {
    const session = await soldOut(house, { rows: 1, seatsPerRow: 4, seatsEach: 2 })
    const admin = { userId: newId(), role: 'admin' as const }
    const [, single] = await waiting(house, session.sessionId, [{ places: 4, name: 'Ada Lovelace' }, { places: 1, categoryKeys: ['seats'], name: '王小明' }])
    await changeListSettings(house, admin, session.sessionId, { isOn: false, offerMinutes: 30, picks: 'lottery' })
    await cancelOrder(house, session.orders[0]!.reader, session.orders[0]!.orderId)
    await deliverNews(house)
    expect(await refusalCode(offerByHand(house, admin, session.sessionId, newId()))).toBe('not-found')
    await offerByHand(house, admin, session.sessionId, single!)
    expect(await refusalCode(offerByHand(house, admin, session.sessionId, single!))).toBe('illegal-transition')
    const desk = await readDesk(house, admin, session.sessionId)
    expect(desk).toMatchObject({
      settings: { isOn: false, offerMinutes: 30, picks: 'lottery' }, sums: { waiting: 1, places: 4, offered: 1 },
      demand: [{ zone: null, bySize: [{ places: 4, wishes: 1 }] }], line: [{ name: 'A… L…' }], offers: [{ name: '王…', places: 1, byHand: true, outcome: null }]
    })
    expect(await refusalCode(offerByHand(house, admin, session.sessionId, desk.line[0]!.id))).toBe('no-block-left')
  })
})
