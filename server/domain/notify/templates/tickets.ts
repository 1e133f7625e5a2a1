import type { Fill } from './fill.ts'
import type { Template } from './words.ts'

/** What concerns tickets that somebody has: told in any case. */
export const tickets = {
  'tickets-ready': f => ({
    title: f.say(`Your tickets for ${f.event()}`, `您的${f.event()}门票`),
    lines: [f.say('Paid, and the seats are yours. Show the QR code of each ticket at the entrance.', '支付成功，座位已为您保留。入场时请出示每张门票的二维码。')],
    ...f.facts(
      ['When', '时间', f.when('startsAt')], ['Where', '地点', f.text('venue')], ['Seats', '座位', f.text('seats')],
      ['Total', '合计', f.money('totalMinor')], ['Order', '订单号', f.text('reference')]
    ),
    ...f.button('Open the tickets', '查看门票'),
    note: f.is('isGuest') ? f.say('Whoever has this link can show your tickets: keep this mail to yourself.', '任何人持有此链接均可出示您的门票，请妥善保管此邮件。') : undefined
  }),
  'ticket-changed': f => ({
    title: f.say(`Your ticket for ${f.event()} was changed`, `您的${f.event()}门票已改签`),
    lines: [f.say('The new place is yours, and its ticket has a new QR code. The old code opens no door any more: throw away old prints and pictures.', '新座位已为您保留，新门票有新的二维码。原二维码已失效，请勿再使用旧的打印件或截图。')],
    ...f.facts(
      ['New time', '新场次', f.when('startsAt')], ['Where', '地点', f.text('venue')], ['New place', '新座位', f.text('seats')],
      ['Before', '原门票', [f.when('oldStartsAt'), f.text('oldSeats')].filter(Boolean).join(f.say(', ', '，'))],
      ['Price', '票价', f.money('totalMinor')], ['Paid for the difference', '补付差价', f.number('payMinor') > 0 ? f.money('payMinor') : ''], ['Goes back to you', '退还差价', f.number('backMinor') > 0 ? f.money('backMinor') : ''],
      ['Order', '订单号', f.text('reference')]
    ),
    ...f.button('Open the new ticket', '查看新门票'),
    note: f.is('isGuest') ? f.say('Whoever has this link can show your tickets: keep this mail to yourself.', '任何人持有此链接均可出示您的门票，请妥善保管此邮件。') : undefined
  }),
  'session-changed': f => ({
    title: f.say(`${f.event()} has changed`, `${f.event()}有变更`),
    lines: [
      f.say('Your tickets stay valid. Please look at what is different.', '您的门票仍然有效，请留意以下变更。'),
      ...(f.when('refundUntil') ? [f.say(`If it does not suit you any more, you can have your money back until ${f.when('refundUntil')}.`, `如不便前往，您可在 ${f.when('refundUntil')} 前申请全额退款。`)] : [])
    ],
    ...f.quote('changes'),
    ...f.facts(['When', '时间', f.when('startsAt')], ['Where', '地点', f.text('venue')], ['Order', '订单号', f.text('reference')]),
    ...f.button('Open the order', '查看订单', orderPath(f.text('orderId')))
  }),
  'session-cancelled': f => ({
    title: f.say(`${f.event()} is cancelled`, `${f.event()}已取消`),
    lines: [f.say('We are sorry: it will not take place.', '非常抱歉，演出将不会举行。'), ...whatGoesBack(f)],
    ...f.quote('reason'),
    ...f.facts(['Was planned for', '原定时间', f.when('startsAt')], ['Where', '地点', f.text('venue')], ['You get back', '退款金额', f.money('amountMinor')], ['Order', '订单号', f.text('reference')]),
    ...f.text('orderId') ? f.button('Open the order', '查看订单', orderPath(f.text('orderId'))) : {}
  }),
  'tickets-withdrawn': f => ({
    title: f.say(`Your tickets for ${f.event()} were taken back`, `您的${f.event()}赠票已被收回`),
    lines: [f.say('The organiser has taken you off the guest list. These tickets open no door any more; you had paid nothing for them.', '主办方已将您移出嘉宾名单，这些门票已失效。您未曾为其付款。')],
    ...f.facts(['When', '时间', f.when('startsAt')], ['Where', '地点', f.text('venue')], ['Order', '订单号', f.text('reference')])
  }),
  'refund-rejected': f => ({
    title: f.say('Your tickets were not taken back', '您的退票申请未获批准'),
    lines: [f.say('The organiser has decided about your request. Your tickets stay valid, and no money moves.', '主办方已处理您的申请。您的门票仍然有效，款项不变。')],
    ...f.quote('reason'),
    ...f.facts(['Order', '订单号', f.text('reference')]),
    ...f.button('Open the order', '查看订单')
  }),
  'payment-returned': (f) => {
    const amount = f.money('amountMinor')
    return {
      title: f.say(`Your payment of ${amount} goes back to you`, `您支付的 ${amount} 将全额退回`),
      lines: [
        !f.has('reference')
          ? f.say('It was not what had been asked for, or came for an account that is gone. It bought no points, and all of the money is returned.', '款项与应收不符，或对应的账户已不存在。未购得积分，款项将全额退回。')
          : f.text('why') === 'order-paid-already'
            ? f.say('This order had been paid already, so the second payment is returned in full. Your tickets are not touched by it.', '该订单此前已支付成功，第二笔款项将全额退回，您的门票不受影响。')
            : f.text('why') === 'change-over'
              ? f.say('The old ticket had been used, given back or passed on before it came, so nothing was changed. All of the money is returned.', '款项到账前，原门票已使用、退票或转赠，因此未能改签。款项将全额退回。')
              : f.text('why') === 'card-limit'
                ? f.say('With it the card would have paid for more tickets of this date than one person may have. You have no tickets from this order, its seats are free again, and all of the money is returned.', '加上此订单，该卡（或支付账户）购买的本场门票将超过每人限购数量。此订单未出票，座位已释放，款项将全额退回。')
                : f.say('It came when the seats could not be yours any more. You have no tickets from it, and all of the money is returned.', '款项到账时，座位已无法为您保留。此次未出票，款项将全额退回。'),
        f.say('It goes back the way you paid; banks may take a few days to show it.', '款项将按原支付方式退回，银行入账可能需要几天。')
      ],
      ...f.facts(['Order', '订单号', f.text('reference')], ['Amount', '金额', amount]),
      ...f.has('reference') ? f.button('Open the order', '查看订单') : f.button('Open your wallet', '查看钱包')
    }
  },
  'ticket-offered': f => ({
    title: f.text('giver') ? f.say(`${f.text('giver')} has a ticket for you: ${f.event()}`, `${f.text('giver')} 送您一张${f.event()}门票`) : f.say(`A ticket for you: ${f.event()}`, `送您一张${f.event()}门票`),
    lines: [f.say('Accept it, and it is yours: you get a code of your own. It costs you nothing.', '接受后门票即归您所有，并生成您专属的二维码，无需付费。')],
    ...seatFacts(f),
    ...f.button('Look at the ticket', '查看门票'),
    note: f.say('Whoever has this link can take the ticket: keep this mail to yourself.', '任何人持有此链接均可领取门票，请妥善保管此邮件。')
  }),
  'ticket-offer-withdrawn': f => ({
    title: f.say(`The ticket for ${f.event()} was taken back`, `${f.event()}门票已被收回`),
    lines: [f.say('Whoever offered it to you has changed their mind. The link opens nothing any more.', '赠票人已取消转赠，链接已失效。')],
    ...seatFacts(f)
  }),
  'ticket-received': f => ({
    title: f.say(`Your ticket for ${f.event()}`, `您的${f.event()}门票`),
    lines: [f.say('It is yours. Show its QR code at the entrance; codes that others had of it open no door any more.', '门票已归您所有，入场时请出示二维码。原有的二维码已失效。')],
    ...seatFacts(f),
    ...f.button('Open the ticket', '查看门票')
  }),
  'ticket-handed-on': f => ({
    title: f.say(`Your ticket for ${f.event()} has a new holder`, `您的${f.event()}门票已转赠`),
    lines: [f.text('receiver')
      ? f.say(`${f.text('receiver')} has accepted it. Your code opens no door any more, and the ticket cannot be given back for money by you.`, `${f.text('receiver')} 已接受门票。您的二维码已失效，您也不能再为该票申请退款。`)
      : f.say('It was accepted. Your code opens no door any more, and the ticket cannot be given back for money by you.', '门票已被接受。您的二维码已失效，您也不能再为该票申请退款。')],
    ...seatFacts(f)
  }),
  'ticket-resold': f => ({
    title: f.say(`Your ticket for ${f.event()} is sold`, `您的${f.event()}门票已售出`),
    lines: [f.say('Somebody has paid for it. Your code opens no door any more, and the money goes back the way you paid.', '已有人付款购买。您的二维码已失效，款项将按原支付方式退回。')],
    ...seatFacts(f),
    ...f.facts(['You get back', '退回金额', f.money('amountMinor')], ['Order', '订单号', f.text('reference')]),
    ...f.button('Open the order', '查看订单')
  }),
  'ticket-not-resold': f => ({
    title: f.say(`Your ticket for ${f.event()} was not sold`, `您的${f.event()}门票未能售出`),
    lines: [f.say('Nobody bought it in time. The ticket is still yours and its code is good: you can come.', '截止时间前无人购买。门票仍归您所有，二维码有效，您可以正常入场。')],
    ...seatFacts(f),
    ...f.button('Open the ticket', '查看门票')
  }),
  'points-changed': (f) => {
    const points = f.number('points')
    const [en, zh] = [new Intl.NumberFormat('en').format(Math.abs(points)), new Intl.NumberFormat('zh-CN').format(Math.abs(points))]
    const isBought = f.text('why') === 'bought'
    return {
      title: points < 0 ? f.say(`${en} points were taken from your wallet`, `您的钱包被扣除 ${zh} 积分`) : f.say(`${en} points are in your wallet`, `${zh} 积分已存入您的钱包`),
      lines: [isBought
        ? f.say('Your payment has arrived. Points pay for tickets, alone or together with another way to pay.', '您的付款已到账。积分可单独或搭配其他方式支付门票。')
        : f.say('An admin of this house did this. The reason:', '由本站管理员操作，原因如下：')],
      ...f.quote('reason'),
      ...f.facts(['Paid', '支付金额', f.money('amountMinor')]),
      ...f.button('Open your wallet', '查看钱包')
    }
  },
  'refund-done': (f) => {
    const amount = f.money('amountMinor')
    return {
      title: amount ? f.say(`${amount} are on the way back to you`, `${amount} 已退款`) : f.say('Your money is on the way back', '您的退款已处理'),
      lines: [f.text('method') === 'points'
        ? f.say('The points are in your wallet again.', '积分已退回您的钱包。')
        : f.say('It goes back the way you paid; banks may take a few days to show it.', '款项将按原支付方式退回，银行入账可能需要几天。')],
      ...f.facts(['Order', '订单号', f.text('reference')], ['Amount', '金额', amount]),
      ...f.button('Open the order', '查看订单')
    }
  }
} satisfies Record<string, Template>

/** Which ticket it is about. */
function seatFacts(f: Fill) {
  return f.facts(['When', '时间', f.when('startsAt')], ['Where', '地点', f.text('venue')], ['Seat', '座位', f.text('seats')])
}

/** What a cancelled show means for who reads it: nobody has to do anything. */
function whatGoesBack(f: Fill): string[] {
  if (f.is('wasHandedOn')) return [f.say('The ticket that you were given opens no door any more. The money goes back to whoever bought it.', '您获赠的门票已失效，票款将退还给购票人。')]
  if (f.is('wasUnpaid')) return [f.say('Your order had not been paid and is cancelled: nothing was charged. Should a payment still arrive, it goes back by itself.', '您的订单尚未付款，现已取消，没有扣款。如之后仍有款项到账，将自动退回。')]
  const amount = f.money('amountMinor')
  if (!amount) return [f.say('Your tickets open no door any more. You had paid nothing for them, so no money moves.', '您的门票已失效。您未曾为其付款，因此不涉及退款。')]
  return [
    f.text('method') === 'points'
      ? f.say(`Your tickets have ended, and all of your money is back: ${amount}, as points in your wallet. You need to do nothing.`, `您的门票已失效，票款已全额退回：${amount}，以积分形式存入您的钱包。您无需任何操作。`)
      : f.is('hasPoints')
        ? f.say(`Your tickets have ended, and you get all of your money back: ${amount}, points into your wallet and the rest ${wayBack(f)}. You need to do nothing; banks may take a few days to show it.`, `您的门票已失效，票款将全额退回：${amount}，积分退回钱包，其余款项${wayBack(f)}。您无需任何操作，银行入账可能需要几天。`)
        : f.say(`Your tickets have ended, and you get all of your money back: ${amount}, ${wayBack(f)}. You need to do nothing; banks may take a few days to show it.`, `您的门票已失效，票款将全额退回：${amount}，${wayBack(f)}。您无需任何操作，银行入账可能需要几天。`)
  ]
}

const METHODS: Record<string, [en: string, zh: string]> = { stripe: ['card', '银行卡'], alipay: ['Alipay', '支付宝'], sandbox: ['test payment', '模拟支付'] }

function wayBack(f: Fill): string {
  const name = METHODS[f.text('method')]
  return name ? f.say(`the way you paid (${name[0]})`, `原路退回（${name[1]}）`) : f.say('the way you paid', '原路退回')
}

function orderPath(orderId: string): string | undefined {
  return /^[\da-f-]{36}$/.test(orderId) ? `/orders/${orderId}` : undefined
}
