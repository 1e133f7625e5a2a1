import type { ResaleRefusal } from '#shared/api/resale.ts'
import type { LocalText } from '#shared/text/local-text.ts'

/** Why a ticket cannot be offered to others, in a sentence. */
export function whyNot(reason: ResaleRefusal): LocalText {
  return WORDS[reason]
}

const WORDS: Record<ResaleRefusal, LocalText> = {
  'off': { en: 'The organiser does not allow it for this event.', zh: '主办方未开放此活动的转售。' },
  'not-sold-out': { en: 'There are still places left, so give it back instead.', zh: '该场次仍有余票，请直接退票。' },
  'not-public': { en: 'It came from the organiser’s own places, which are not for everybody.', zh: '该票来自主办方预留名额，不对公众发售。' },
  'table': { en: 'It belongs to a table that is sold as a whole.', zh: '该票属于整桌出售的座位。' },
  'asked': { en: 'The organiser has been asked to take it back and has not decided yet.', zh: '该票的退票申请正在处理中。' },
  'transfer': { en: 'It is offered to somebody by e-mail; take that back first.', zh: '该票正在转赠中，请先收回。' },
  'blocked': { en: 'Its payment is being looked at.', zh: '该票的付款正在核查。' },
  'used': { en: 'It has been used.', zh: '该票已使用。' },
  'gone': { en: 'It is not yours to sell any more.', zh: '该票已不归您所有。' },
  'over': { en: 'The sale is over, or the show does not take place.', zh: '售票已结束，或演出已取消。' }
}
