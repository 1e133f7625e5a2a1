import { and, eq, inArray } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { auditLog, outbox, refundRights, sessions, ticketTransfers, tickets } from '#drizzle/schema/index.ts'
import { acceptTicket, heldTicket, leaveToLink, liveTicketsHandedTo, nameTicket, offerTicket, readTransfer, ticketsHandedTo, ticketsOfOrder, withdrawTicket } from '#server/domain/holders/index.ts'
import { type Notice, openGuestSecret } from '#server/domain/notify/index.ts'
import { type OrderReader, describeOrder, grantRefundRights, liveTicketsOf, ownOrder } from '#server/domain/orders/index.ts'
import { walletBalance } from '#server/domain/payments/index.ts'
import { knownProofOf, moveTickets, readTicketCode, signTicket } from '#server/domain/tickets/index.ts'
import { describeRefund, giveBack } from '#server/domain/refunds/index.ts'
import type { House } from '#server/house.ts'
import { judgeProof } from '#shared/tickets/judge-proof.ts'
import type { TicketCode } from '#shared/tickets/ticket-code.ts'
import { givenCustomer } from '#tests/support/fixtures.ts'
import { closeSoundHouse, openTestHouse, refusalCode } from '#tests/support/house.ts'
import { givenTickets } from './given-tickets.ts'

let house: House

beforeAll(async () => {
  house = await openTestHouse()
})
afterAll(async () => {
  await closeSoundHouse(house)
})

const FRIEND = { name: 'Grace Hopper', email: 'grace@example.org', locale: 'en' as const }
const deps = () => ({ db: house.db, guestKey: house.keys.guests })
const noticesOf = async (kind: string, ticketFacts: Record<string, unknown> = {}) => (await house.db.select().from(outbox).where(eq(outbox.topic, 'notice')))
  .map(row => row.payload as unknown as Notice).filter(notice => notice.kind === kind && Object.entries(ticketFacts).every(([name, value]) => notice.params[name] === value))

/** Offers a ticket; whoever has the mail reads on with what it holds. */
async function offered(reader: OrderReader, ticketId: string, receiver = FRIEND): Promise<{ transferId: string, mail: OrderReader }> {
  await offerTicket(deps(), reader, ticketId, receiver)
  const [transfer] = await house.db.select().from(ticketTransfers).where(and(eq(ticketTransfers.ticketId, ticketId), eq(ticketTransfers.state, 'offered')))
  const [row] = await house.db.select().from(outbox).where(eq(outbox.key, `ticket-offered:${transfer!.id}`))
  const notice = row!.payload as unknown as Notice
  expect(notice).toMatchObject({ to: { email: receiver.email, locale: 'en' }, path: `/tickets/offered/${transfer!.id}` })
  return { transferId: transfer!.id, mail: { userId: null, guestSecret: openGuestSecret(house.keys.guests, notice.params.guestSecretSealed as string) } }
}
const ticketRow = async (id: string) => (await house.db.select().from(tickets).where(eq(tickets.id, id)))[0]!

describe('a ticket that is handed on', () => {
  it('stays as it is until the other accepts; then the old code dies and a new ticket with another secret is his', async () => {
    const { tickets: [ticket], reader, orderId } = await givenTickets(house, 2)
    const { transferId, mail } = await offered(reader, ticket!.id)
    expect(await readTransfer(house.db, mail, transferId)).toMatchObject({ state: 'offered', name: 'Grace Hopper', ticketId: null })
    expect((await ticketRow(ticket!.id)).state).toBe('valid')
    const order = await ownOrder(house.db, reader, orderId)
    expect((await ticketsOfOrder(house.db, order)).map(t => t.offeredTo)).toEqual([{ name: 'Grace Hopper', email: FRIEND.email }, null])

    const heirId = await acceptTicket(house, mail, transferId)
    const heir = await ticketRow(heirId)
    expect(await ticketRow(ticket!.id)).toMatchObject({ state: 'transferred' })
    expect(heir).toMatchObject({ state: 'valid', seatIndex: ticket!.seatIndex, position: ticket!.position, fromTicketId: ticket!.id, holderName: 'Grace Hopper', holderUserId: null })
    expect(heir.secret).not.toBe(ticket!.secret)
    const codeOf = async (of: typeof heir) => (readTicketCode(house.keys.tickets, await signTicket(house.keys.tickets, of, 'fixed')) as { code: TicketCode }).code
    const known = await knownProofOf(house.keys.tickets, heir.secret)
    expect(await judgeProof(await codeOf(heir), known, 'fixed', Date.now())).toBe('ok')
    expect(await judgeProof(await codeOf(ticket!), known, 'fixed', Date.now())).toBe('old-code')

    // The order's owner sees that it is gone, and nothing of the new one; its holder sees it, and nothing of the order.
    expect((await describeOrder(house.db, order, [])).tickets.map(t => t.state).sort()).toEqual(['transferred', 'valid'])
    expect((await ticketsOfOrder(house.db, order)).map(t => t.ticket.id)).not.toContain(heirId)
    expect(await refusalCode(heldTicket(house.db, reader, heirId))).toBe('not-found')
    expect(await heldTicket(house.db, mail, heirId)).toMatchObject({ holderName: 'Grace Hopper' })
    expect(await refusalCode(ownOrder(house.db, mail, orderId))).toBe('not-found')
    expect(await refusalCode(heldTicket(house.db, mail, ticket!.id))).toBe('not-found')
  })

  it('tells both, and writes each step down', async () => {
    const { tickets: [ticket], reader } = await givenTickets(house, 1)
    const { transferId, mail } = await offered(reader, ticket!.id)
    const heirId = await acceptTicket(house, mail, transferId)
    const received = (await noticesOf('ticket-received')).find(notice => notice.path === `/tickets/${heirId}`)
    expect(received).toMatchObject({ to: { email: FRIEND.email }, params: { guestSecretSealed: expect.any(String) } })
    expect((await noticesOf('ticket-handed-on', { receiver: 'Grace Hopper' })).some(notice => 'userId' in notice.to && notice.to.userId === reader.userId)).toBe(true)
    const audit = await house.db.select().from(auditLog).where(inArray(auditLog.subjectId, [transferId, ticket!.id])).orderBy(auditLog.id)
    expect(audit.map(row => [row.action, row.actor])).toEqual([['transfer.offered', reader.userId], ['transfer.accepted', 'guest'], ['ticket.transferred', 'guest']])
  })

  it('belongs to the account of whoever accepts it signed in, and can be handed on again from there', async () => {
    const { tickets: [ticket], reader } = await givenTickets(house, 1)
    const { transferId, mail } = await offered(reader, ticket!.id)
    const { userId } = await givenCustomer(house.db)
    const heirId = await acceptTicket(house, { ...mail, userId }, transferId)
    expect((await ticketsHandedTo(house.db, userId)).map(t => t.ticket.id)).toEqual([heirId])
    // The link is no second key to it.
    expect(await refusalCode(heldTicket(house.db, mail, heirId))).toBe('not-found')

    const again = await offered({ userId, guestSecret: null }, heirId, { name: 'Third', email: 'third@example.org', locale: 'en' })
    const thirdId = await acceptTicket(house, again.mail, again.transferId)
    expect((await Promise.all([ticket!.id, heirId, thirdId].map(ticketRow))).map(t => t.state)).toEqual(['transferred', 'transferred', 'valid'])
  })

  it('is accepted once, however often and however many at once click; taken back meanwhile, it is one or the other', async () => {
    const { tickets: [one, two], reader } = await givenTickets(house, 2)
    const first = await offered(reader, one!.id)
    const heirs = await Promise.all(Array.from({ length: 10 }, () => acceptTicket(house, first.mail, first.transferId)))
    expect(new Set(heirs).size).toBe(1)

    const second = await offered(reader, two!.id)
    const [accepted, withdrawn] = await Promise.allSettled([acceptTicket(house, second.mail, second.transferId), withdrawTicket(house, reader, two!.id)])
    expect([accepted.status, withdrawn.status].sort()).toEqual(['fulfilled', 'rejected'])
    expect((await ticketRow(two!.id)).state).toBe(accepted.status === 'fulfilled' ? 'transferred' : 'valid')
  })

  it('can be taken back until then: the link opens nothing, the other is told, and it may be offered anew', async () => {
    const { tickets: [ticket], reader } = await givenTickets(house, 1)
    const { transferId, mail } = await offered(reader, ticket!.id)
    expect(await refusalCode(offerTicket(deps(), reader, ticket!.id, FRIEND))).toBe('transfer-under-way')
    await withdrawTicket(house, reader, ticket!.id)
    await withdrawTicket(house, reader, ticket!.id)
    expect(await refusalCode(acceptTicket(house, mail, transferId))).toBe('transfer-over')
    expect((await readTransfer(house.db, mail, transferId)).state).toBe('withdrawn')
    expect(await house.db.select().from(outbox).where(eq(outbox.key, `ticket-offer-withdrawn:${transferId}`))).toHaveLength(1)
    const again = await offered(reader, ticket!.id)
    await acceptTicket(house, again.mail, again.transferId)
  })

  it('is neither offered nor accepted once it was used, refunded, blocked, or the show has begun or is cancelled', async () => {
    const { tickets: [used, blocked, late], reader, session } = await givenTickets(house, 3)
    const offers = await Promise.all([used, blocked, late].map(ticket => offered(reader, ticket!.id)))
    await house.db.transaction(tx => moveTickets(tx, [used!.id], 'valid', 'used', 'gate'))
    await house.db.update(tickets).set({ blockedReason: 'disputed' }).where(eq(tickets.id, blocked!.id))
    for (const index of [0, 1]) expect(await refusalCode(acceptTicket(house, offers[index]!.mail, offers[index]!.transferId))).toBe('not-transferable')
    await withdrawTicket(house, reader, blocked!.id)
    expect(await refusalCode(offerTicket(deps(), reader, used!.id, FRIEND))).toBe('not-transferable')
    expect(await refusalCode(offerTicket(deps(), reader, blocked!.id, FRIEND))).toBe('not-transferable')
    await house.db.update(sessions).set({ startsAt: new Date(Date.now() - 60_000) }).where(eq(sessions.id, session.sessionId))
    expect(await refusalCode(acceptTicket(house, offers[2]!.mail, offers[2]!.transferId))).toBe('not-transferable')
    expect((await ticketRow(late!.id)).state).toBe('valid')
  })

  it('is nothing to a stranger, with any secret', async () => {
    const { tickets: [ticket], reader } = await givenTickets(house, 1)
    const { transferId } = await offered(reader, ticket!.id)
    const { userId } = await givenCustomer(house.db)
    for (const stranger of [{ userId, guestSecret: null }, { userId: null, guestSecret: 'x'.repeat(43) }, { userId: null, guestSecret: null }]) {
      expect(await refusalCode(acceptTicket(house, stranger, transferId))).toBe('not-found')
      expect(await refusalCode(readTransfer(house.db, stranger, transferId))).toBe('not-found')
      expect(await refusalCode(offerTicket(deps(), stranger, ticket!.id, FRIEND))).toBe('not-found')
      expect(await refusalCode(withdrawTicket(house, stranger, ticket!.id))).toBe('not-found')
      expect(await refusalCode(nameTicket(house, stranger, ticket!.id, 'Mallory'))).toBe('not-found')
    }
  })

  it('is not given back for money by the order\'s owner; where the show is cancelled the whole order is, and it ends too', async () => {
    const { tickets: [ticket], reader, orderId } = await givenTickets(house, 2)
    const { transferId, mail } = await offered(reader, ticket!.id)
    const heirId = await acceptTicket(house, mail, transferId)
    const refund = () => giveBack(house, reader, orderId)
    await grantRefundRights(house.db, [{ orderId, reason: 'session-changed', until: new Date(Date.now() + 3_600_000) }])
    expect(await refusalCode(giveBack(house, reader, orderId, { ticketIds: [heirId] }))).toBe('not-refundable')
    expect((await describeRefund(house.db, reader, orderId)).tickets.map(one => one.id)).not.toContain(heirId)
    expect((await ticketRow(heirId)).state).toBe('valid')

    await house.db.update(refundRights).set({ reason: 'session-cancelled' }).where(eq(refundRights.orderId, orderId))
    await refund()
    expect((await ticketRow(heirId)).state).toBe('refunded')
    expect(await walletBalance(house.db, reader.userId!)).toBe(80_000)
  })
})

describe('tickets that were handed to an account', () => {
  it('go on by a link when the account ends: the code stays, nothing of the person does', async () => {
    const { tickets: [ticket], reader } = await givenTickets(house, 1)
    const { transferId, mail } = await offered(reader, ticket!.id)
    const { userId } = await givenCustomer(house.db)
    const heirId = await acceptTicket(house, { ...mail, userId }, transferId)
    const before = await ticketRow(heirId)
    expect(await liveTicketsHandedTo(house.db, userId)).toEqual([heirId])
    await house.db.transaction(tx => leaveToLink(tx, house.keys.guests, [heirId], { email: 'new@example.net', name: 'Deleted account', locale: 'zh' }))
    expect(await ticketRow(heirId)).toMatchObject({ holderUserId: null, holderEmail: 'new@example.net', holderName: 'Deleted account', secret: before.secret, state: 'valid' })
    const [row] = await house.db.select().from(outbox).where(eq(outbox.key, `ticket-kept:${heirId}`))
    const notice = row!.payload as unknown as Notice
    const link = { userId: null, guestSecret: openGuestSecret(house.keys.guests, notice.params.guestSecretSealed as string) }
    expect(await heldTicket(house.db, link, heirId)).toMatchObject({ ticket: { id: heirId } })
    expect(await refusalCode(heldTicket(house.db, { userId, guestSecret: null }, heirId))).toBe('not-found')
    // His who bought it: it is not among what keeps that account alive.
    expect((await liveTicketsOf(house.db, reader.userId!)).size).toBe(0)
  })
})

describe('the name on a ticket', () => {
  it('is changed by its holder until the doors open', async () => {
    const { tickets: [ticket], reader, session, orderId } = await givenTickets(house, 1)
    await nameTicket(house, reader, ticket!.id, '张伟')
    expect((await ticketsOfOrder(house.db, await ownOrder(house.db, reader, orderId)))[0]!.holderName).toBe('张伟')
    await house.db.update(sessions).set({ doorsAt: new Date(Date.now() - 60_000) }).where(eq(sessions.id, session.sessionId))
    expect(await refusalCode(nameTicket(house, reader, ticket!.id, 'Too Late'))).toBe('name-fixed')
    expect((await ticketRow(ticket!.id)).holderName).toBe('张伟')
  })
})
