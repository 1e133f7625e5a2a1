import { type ErrorKind, kind } from '../error-kind.ts'

/** Refusals of tickets, and of wallets that carry them. */
export const TICKETS_KINDS = {
  'not-transferable': kind(409,
    { en: 'This ticket cannot be handed on', zh: '该门票不可转赠' },
    { en: 'It, or its show, is {state}. The ticket stays as it is; no money was moved.', zh: '门票或场次状态为“{state}”。门票保持不变，没有资金变动。' }),
  'transfer-under-way': kind(409,
    { en: 'This ticket is offered to somebody already', zh: '该门票正在转赠中' },
    { en: 'Take that offer back first. The ticket is still yours; nothing was changed.', zh: '请先收回当前的转赠。门票仍归您所有，没有任何更改。' }),
  'transfer-over': kind(410,
    { en: 'This offer is over', zh: '此转赠已结束' },
    { en: 'It was accepted or taken back already. The ticket is with whoever has it now; no money was moved.', zh: '转赠已被接受或收回。门票归现持有人所有，没有资金变动。' }),
  'resale-refused': kind(409,
    { en: 'This ticket cannot be offered to others', zh: '该门票不可转售' },
    { en: '{why} The ticket stays as it is; no money was moved.', zh: '{why}门票保持不变，没有资金变动。' }),
  'resale-locked': kind(409,
    { en: 'Somebody is buying this ticket now', zh: '有人正在购买这张门票' },
    { en: 'Until that order is paid or runs out, the ticket stays as it is. If nobody pays, you can have it back; no money was moved.', zh: '在该订单付款或过期之前，门票保持不变。如对方未付款，您可以收回门票。没有资金变动。' }),
  'resale-over': kind(410,
    { en: 'This ticket has been sold', zh: '该门票已售出' },
    { en: 'Somebody has paid for its place, and its code opens no door any more. What you get for it is on its way to you.', zh: '已有人付款购买，原二维码已失效。应退款项正在退回给您。' }),
  'resale-gone': kind(409,
    { en: 'A seat of this order is not for sale any more', zh: '订单中的座位已不再出售' },
    { en: 'It was offered by somebody who has used the ticket meanwhile. Nothing was charged; this order ends by itself, and you can choose other seats.', zh: '该座位由他人转售，对方已使用门票。没有扣款，本订单将自动结束，您可以选择其他座位。' }),
  'name-fixed': kind(409,
    { en: 'The name on this ticket cannot be changed any more', zh: '门票姓名已不可修改' },
    { en: 'The doors are open, or the ticket is not valid. The name stays as it was; the ticket is as it was.', zh: '已开始入场，或门票已失效。姓名和门票均保持不变。' }),
  'no-paper-tickets': kind(409,
    { en: 'There are no printed tickets for this event', zh: '该活动不支持纸质票' },
    { en: 'The organiser takes codes on a screen only. Your tickets are valid: open them on a phone.', zh: '主办方仅接受手机出示的二维码。您的门票有效，请在手机上打开。' }),

  // Wallets
  'wallet-not-offered': kind(409,
    { en: 'This house fills no such wallet', zh: '本站不支持此电子钱包' },
    { en: 'Its operator has set no certificate for it. Your tickets are valid: open them on the ticket page.', zh: '运营方尚未设置所需证书。您的门票有效，请在门票页面打开。' }),
  'no-wallet-pass': kind(409,
    { en: 'This ticket cannot go into a wallet', zh: '该门票无法加入电子钱包' },
    { en: 'It is {state}: a pass stands still and would open no door. The ticket is as it was; no money was moved.', zh: '门票状态为“{state}”，电子钱包中的二维码无法用于入场。门票保持不变，没有资金变动。' }),
  'pass-token-refused': kind(401,
    { en: 'This device shows no right token for the pass', zh: '设备出示的凭证与票卡不符' },
    { en: 'Nothing was changed; the pass on the device stays as it is.', zh: '没有任何更改，设备上的票卡保持不变。' })
} satisfies Record<string, ErrorKind>
