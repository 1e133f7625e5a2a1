import type { PassStatus, WalletTicket } from '#server/domain/passes/index.ts'
import type { LocalText } from '#shared/text/local-text.ts'

/** The words of a pass that no show has of its own. English first: it is what a pass says where nothing else fits. */
export const LABELS = {
  starts: { en: 'Starts', zh: '开演' },
  doors: { en: 'Doors', zh: '入场' },
  venue: { en: 'Venue', zh: '地点' },
  section: { en: 'Section', zh: '区域' },
  row: { en: 'Row', zh: '排' },
  table: { en: 'Table', zh: '桌' },
  seat: { en: 'Seat', zh: '座' },
  holder: { en: 'Name', zh: '姓名' },
  ticketType: { en: 'Ticket', zh: '票种' },
  reference: { en: 'Order', zh: '订单号' },
  address: { en: 'Address', zh: '地址' },
  organiser: { en: 'Organiser', zh: '主办方' },
  page: { en: 'Your ticket', zh: '我的门票' },
  status: { en: 'Status', zh: '状态' },
  note: { en: 'Good to know', zh: '须知' }
} as const satisfies Record<string, LocalText>

export const STATUS: Record<Exclude<PassStatus, 'good'>, LocalText> = {
  used: { en: 'Used', zh: '已入场' },
  blocked: { en: 'Opens no door for now', zh: '暂时无法入场' },
  cancelled: { en: 'Cancelled', zh: '已取消' },
  over: { en: 'Not valid any more', zh: '已失效' }
}

/** A ticket that is good, whose code has to move by now. */
const MOVES: LocalText = { en: 'Open the ticket page: its code moves', zh: '请打开门票页面出示动态二维码' }

export const NOTE: LocalText = {
  en: 'The code opens the door once, for whoever comes first. When the show moves, this pass moves with it. If you hand the ticket on or give it back, this pass opens no door any more.',
  zh: '二维码仅可入场一次，先到先入。如演出时间或地点变更，此票卡会自动更新。门票转赠或退票后，此票卡随即失效。'
}

export const CHANGED = { starts: { en: 'It starts at %@ now', zh: '开演时间改为 %@' }, venue: { en: 'The venue is %@ now', zh: '地点改为 %@' }, status: { en: 'Your ticket: %@', zh: '门票状态：%@' } } as const satisfies Record<string, LocalText>

/** What a pass without a code says instead; null where it has one. */
export function statusWords(ticket: WalletTicket): LocalText | null {
  if (ticket.status !== 'good') return STATUS[ticket.status]
  return ticket.code ? null : MOVES
}
