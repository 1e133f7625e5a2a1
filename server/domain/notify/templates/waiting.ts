import type { Fill } from './fill.ts'
import type { Template } from './words.ts'

/** What somebody on a waiting list is told. */
export const waiting = {
  'waiting-offer': f => ({
    title: f.say(`Tickets for ${f.event()} came back: they are held for you`, `${f.event()}有票退回，已为您保留`),
    lines: [
      f.say(`Nobody else can buy them until ${f.when('until')}, and the price stays as it is. After that they go to the next in line.`, `在 ${f.when('until')} 之前只有您可以购买，价格不变。逾期将转给下一位候补者。`),
      f.say('If you do not want them any more, please cancel the order: somebody is waiting.', '如不再需要，请取消订单，还有其他人在等候。')
    ],
    ...f.facts(['Seats', '座位', f.text('seats')], ['Total', '合计', f.money('totalMinor')], ...occasion(f)),
    ...f.button('Pay and have them', '立即支付'),
    note: f.say('Nothing is charged before you pay.', '支付前不会扣款。')
  }),
  'waiting-confirm': f => ({
    title: f.say(`Do you want to wait for ${f.event()}?`, `确认加入${f.event()}的候补名单`),
    lines: [f.say('Open the link and you are on the list. If it was not you, do nothing: you will hear no more of it.', '打开链接即可加入候补名单。如非本人操作，请忽略此邮件。')],
    ...f.facts(...occasion(f)),
    ...f.button('Put me on the list', '确认加入', entryPath(f)),
    note: keepToYourself(f)
  }),
  'waiting-known': f => ({
    title: f.say(`You are on the waiting list for ${f.event()}`, `您已在${f.event()}的候补名单中`),
    lines: [f.say('Somebody, probably you, asked to be put on it again. Here you see your place, change what you wait for, or leave.', '有人（可能是您本人）再次申请加入。您可以在此查看位置、修改需求或退出。')],
    ...f.facts(...occasion(f)),
    ...f.button('Open my place', '查看我的候补', entryPath(f)),
    note: keepToYourself(f)
  }),
  'waiting-lapsed': f => ({
    title: f.say(`The tickets for ${f.event()} went to the next in line`, `${f.event()}的候补票已转给下一位`),
    lines: [f.say('They were not paid in time, and nothing was charged. You are no longer on the list; you can join it again.', '因未及时支付，座位已转出，没有扣款。您已不在候补名单中，可重新加入。')],
    ...f.facts(...occasion(f)),
    ...f.button('Look at it', '查看详情')
  }),
  'waiting-withdrawn': f => ({
    title: f.say(`The tickets for ${f.event()} that were held for you are taken back`, `${f.event()}为您保留的票已被收回`),
    lines: [
      f.say('The organiser took the offer back before it was paid; nothing was charged. We are sorry. You are no longer on the list; you can join it again.', '主办方在您支付前收回了保留的座位，没有扣款。非常抱歉。您已不在候补名单中，可重新加入。')
    ],
    ...f.facts(['Reason', '原因', f.text('reason')], ...occasion(f)),
    ...f.button('Look at it', '查看详情')
  }),
  'waiting-closed': f => ({
    title: f.say(`The waiting list for ${f.event()} is closed`, `${f.event()}的候补已结束`),
    lines: [f.say('No tickets that fit your wish came back in time. We are sorry; nothing was charged.', '很遗憾，未等到符合您需求的退票，没有扣款。')],
    ...f.facts(...occasion(f))
  })
} satisfies Record<string, Template>

function occasion(f: Fill): [string, string, string][] {
  return [['When', '时间', f.when('startsAt')], ['Where', '地点', f.text('venue')]]
}

function entryPath(f: Fill): string {
  return `/waiting-list/${f.text('entryId')}`
}

function keepToYourself(f: Fill): string {
  return f.say('Whoever has this link can change your wish: keep this mail to yourself.', '任何人持有此链接均可修改您的候补，请妥善保管此邮件。')
}
