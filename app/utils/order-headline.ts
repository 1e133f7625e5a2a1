import type { OrderReply } from '#shared/api/orders.ts'

type Facts = Pick<OrderReply, 'state' | 'calledOff'> & { occasion: Pick<OrderReply['occasion'], 'isOver'>, tickets: readonly Pick<OrderReply['tickets'][number], 'state' | 'blocked'>[] }

const hasTickets = ({ state }: Facts) => state === 'paid' || state === 'partially_refunded'

/** Of tickets that are still somebody's, none opens a door any more: their money went back without us. */
export function isMoneyGone(order: Facts): boolean {
  const good = order.tickets.filter(ticket => ticket.state === 'valid' || ticket.state === 'used')
  return hasTickets(order) && good.length > 0 && good.every(({ blocked }) => blocked === 'charged-back' || blocked === 'paid-back')
}

/** Some ticket can still be changed, given back or offered: a blocked one goes nowhere, but for one whose place is being paid for. */
export const hasLoose = ({ tickets }: Facts): boolean => tickets.some(({ state, blocked }) => state === 'valid' && (blocked === null || blocked === 'being-bought'))

/** What ended it: where all that ended was changed for something else, nothing was refunded. */
export function isChanged({ tickets }: Facts): boolean {
  const states = tickets.map(ticket => ticket.state)
  return states.includes('changed') && !states.includes('refunded') && !states.includes('resold')
}

/** The words above an order: what most matters to whoever opens it now. */
export function orderHeadline(order: Facts): string {
  if (order.calledOff && hasTickets(order)) return 'paying.calledOff.title'
  if (isMoneyGone(order)) return 'pass.allEnded'
  if (order.occasion.isOver && hasTickets(order)) return 'order.headline.over'
  // While a bank looks at the payment, nobody is seen there.
  const good = order.tickets.filter(ticket => ticket.state === 'valid')
  if (good.length && good.every(ticket => ticket.blocked === 'payment' || ticket.blocked === 'charged-back')) return 'pass.allBlocked'
  if (isChanged(order)) return `order.headline.${order.state === 'refunded' ? 'changed' : 'paid'}`
  // What is left of it is what its buyer comes with; that a part went back stands beside.
  if (order.state === 'partially_refunded' && good.length) return 'order.headline.paid'
  return `order.headline.${order.state}`
}
