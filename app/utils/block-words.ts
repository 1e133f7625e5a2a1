import type { TicketBlock } from '#shared/api/orders.ts'

/** Why a ticket opens no door, in short and with what it means: messages of the area `tickets`. */
export const BLOCK_WORDS: Record<TicketBlock, { short: string, text: string }> = {
  'payment': { short: 'pass.blocked', text: 'pass.blockedText' },
  'charged-back': { short: 'pass.ended', text: 'pass.chargedBack' },
  'paid-back': { short: 'pass.ended', text: 'pass.paidBack' },
  'being-bought': { short: 'pass.beingBought', text: 'pass.beingBoughtText' }
}
