import { describe, expect, it } from 'vitest'
import type { OrderReply, TicketBlock } from '#shared/api/orders.ts'
import { hasLoose, isMoneyGone, orderHeadline } from '../../../../app/utils/order-headline.ts'

type TicketState = OrderReply['tickets'][number]['state']
const ticket = (state: TicketState, blocked: TicketBlock | null = null) => ({ state, blocked })
const order = (more: Partial<Pick<OrderReply, 'state' | 'calledOff'>> & { isOver?: boolean, tickets?: ReturnType<typeof ticket>[] } = {}) =>
  ({ state: more.state ?? 'paid', calledOff: more.calledOff ?? null, occasion: { isOver: more.isOver ?? false }, tickets: more.tickets ?? [ticket('valid'), ticket('valid')] }) as const

describe('the words above an order', () => {
  it('see its buyer there until the show has ended, however long ago it began, and then say that it is over', () => {
    expect(orderHeadline(order())).toBe('order.headline.paid')
    expect(orderHeadline(order({ isOver: true }))).toBe('order.headline.over')
    expect(orderHeadline(order({ isOver: true, tickets: [ticket('used'), ticket('used')] }))).toBe('order.headline.over')
    expect(orderHeadline(order({ isOver: true, state: 'partially_refunded', tickets: [ticket('valid'), ticket('refunded')] }))).toBe('order.headline.over')
  })

  it.each(['expired', 'cancelled', 'refunded'] as const)('of one that is %s say so, also after the show', (state) => {
    expect(orderHeadline(order({ state, isOver: true, tickets: [] }))).toBe(`order.headline.${state}`)
  })

  it('say that tickets open no door for now while a bank looks at their payment, and that they are worth nothing once it has paid', () => {
    const disputed = (blocked: TicketBlock) => order({ tickets: [ticket('valid', blocked), ticket('refunded')] })
    expect([orderHeadline(disputed('payment')), isMoneyGone(disputed('payment'))]).toEqual(['pass.allBlocked', false])
    expect([orderHeadline(disputed('charged-back')), isMoneyGone(disputed('charged-back'))]).toEqual(['pass.allEnded', true])
    expect(orderHeadline(disputed('paid-back'))).toBe('pass.allEnded')
    expect(orderHeadline(disputed('being-bought'))).toBe('order.headline.paid')
    expect(orderHeadline(order({ tickets: [ticket('valid', 'payment'), ticket('valid')] }))).toBe('order.headline.paid')
  })

  it('keep to the money where the show is over, and to the show where it was called off', () => {
    expect(orderHeadline(order({ isOver: true, tickets: [ticket('used', 'charged-back')] }))).toBe('pass.allEnded')
    expect(orderHeadline(order({ tickets: [ticket('valid', 'charged-back')], calledOff: { reason: null, isAtBank: true, hasBankPaid: true } }))).toBe('paying.calledOff.title')
  })

  it('have nothing to do under them while all that is left is blocked', () => {
    expect([ticket('valid'), ticket('valid', 'being-bought'), ticket('valid', 'payment'), ticket('valid', 'charged-back'), ticket('used')].map(one => hasLoose(order({ tickets: [one] })))).toEqual([true, true, false, false, false])
    expect(hasLoose(order({ tickets: [ticket('valid', 'payment'), ticket('valid')] }))).toBe(true)
  })

  it('tell a change from money that went back', () => {
    expect(orderHeadline(order({ state: 'refunded', tickets: [ticket('changed')] }))).toBe('order.headline.changed')
    expect(orderHeadline(order({ state: 'partially_refunded', tickets: [ticket('changed'), ticket('valid')] }))).toBe('order.headline.paid')
    expect(orderHeadline(order({ state: 'partially_refunded', tickets: [ticket('refunded'), ticket('valid')] }))).toBe('order.headline.paid')
    expect(orderHeadline(order({ state: 'partially_refunded', tickets: [ticket('refunded'), ticket('used')] }))).toBe('order.headline.partially_refunded')
  })
})
